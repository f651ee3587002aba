//! The embedded backend: one GeoPackage, which QGIS and `ogrinfo` open as it is.
//!
//! A layer is a feature table of its own name, in British National Grid metres, with an R-tree that GIS tools use and
//! keep; a row is an area version. Our other tables are registered as attributes and carry `patchwork_` before their
//! names. SQLite writes ahead to a log and waits for the disk at every commit, so an edition that was acknowledged
//! survives `kill -9` and a power cut. Questions read through connections of their own and never wait for a write.

mod access;
mod assets;
mod backup;
mod blob;
mod connections;
mod failure;
mod pinned;
mod proposals;
mod read;
mod scenarios;
mod schema;
mod settle;
mod stamp;
mod table_read;
mod table_write;
mod tables;
mod upgrade_7;
mod write;

use std::{fs, io, path::Path, time::Duration};

use self::{
    connections::Connections,
    failure::{Failure, database},
    schema::Found,
};
use super::{
    NewAssetChange, NewEdition, NewScenario, NewTable, Pruned, Store, StoreError, StoredScenario,
    TableRecord, Written,
};
use crate::{
    asset::AssetChange,
    atlas::{LayerContents, Place, TableContents, TableName},
    boundary::{EditionId, Layer, LayerId, identity::KnownArea},
    scenario::ScenarioId,
};

/// A store in one file.
#[derive(Debug)]
pub struct GeoPackage {
    connections: Connections,
}

impl GeoPackage {
    /// Opens a store that is there. One of an older schema is upgraded, after a copy of it was laid beside it; one
    /// that may not be written can still be asked.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAStore`], [`StoreError::Newer`]; others when it cannot be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Missing { path: path.to_owned() });
            }
            Err(error) => return Err(unreadable(path, &error)),
            Ok(found) if found.is_dir() => return Err(not_a_store(path, "it is a folder")),
            Ok(_) => {}
        }
        fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        let (connections, schema) = Connections::open(path, |connection| {
            match schema::inspect(connection).map_err(|error| database(path, error))? {
                Found::Empty => Err(not_a_store(path, NOTHING_IN_IT)),
                Found::Foreign(reason) => Err(not_a_store(path, reason)),
                Found::Schema(found) if found > schema::CURRENT => {
                    Err(StoreError::Newer { path: path.to_owned(), found, known: schema::CURRENT })
                }
                Found::Schema(found) if found < 1 => {
                    Err(not_a_store(path, "its schema number makes no sense"))
                }
                Found::Schema(found) => Ok(found),
            }
        })?;
        if schema < schema::CURRENT {
            schema::upgrade(&connections, schema)?;
        }
        Ok(Self { connections })
    }

    /// Opens a store, and makes one first where there is none.
    ///
    /// # Errors
    /// Those of [`GeoPackage::open`]; [`StoreError::ReadOnly`] where no file can be made.
    pub fn create_or_open(path: &Path) -> Result<Self, StoreError> {
        match Self::open(path) {
            Err(StoreError::Missing { .. }) => {}
            // As left behind by a process that was killed before its first commit.
            Err(StoreError::NotAStore { reason, .. }) if reason == NOTHING_IN_IT => {}
            opened => return opened,
        }
        connections::create(path, schema::create).map_err(|failure| failure.about(path))?;
        Self::open(path)
    }

    /// Sets how long a write waits for another process's; 10 seconds unless said otherwise.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), StoreError> {
        let set = self.connections.writer()?.busy_timeout(patience);
        set.map_err(|error| database(self.connections.path(), error))
    }

    /// Bounds what the file may take up, in bytes. A write beyond that fails as on a full disk.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    pub fn grow_to_at_most(&self, bytes: u64) -> Result<(), StoreError> {
        let writer = self.connections.writer()?;
        let bound = || {
            let page: i64 = writer.pragma_query_value(None, "page_size", |row| row.get(0))?;
            let pages = i64::try_from(bytes).unwrap_or(i64::MAX) / page;
            writer.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
        };
        bound().map_err(|error| database(self.connections.path(), error))
    }
}

/// What [`GeoPackage::open`] says of an empty file, and of a database without a table.
const NOTHING_IN_IT: &str = "there is nothing in it";

fn not_a_store(path: &Path, reason: &str) -> StoreError {
    StoreError::NotAStore { path: path.to_owned(), reason: reason.to_owned() }
}

fn unreadable(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), what: format!("it cannot be read: {error}") }
}

impl Store for GeoPackage {
    fn stamps(&self) -> Result<Vec<(LayerId, String)>, StoreError> {
        self.connections.read(|transaction| {
            let stamp = |row: read::LayerRow| {
                let editions = read::editions(transaction, &row.layer.id)?;
                let notes = read::notes(transaction, &row.layer.id, None)?;
                let stamp = stamp::of(&row, &editions, &notes);
                Ok::<_, Failure>((row.layer.id, stamp))
            };
            read::layers(transaction, None)?.into_iter().map(stamp).collect()
        })
    }

    fn read_layer(&self, layer: &LayerId) -> Result<LayerContents, StoreError> {
        self.connections.read(|transaction| read::layer(transaction, layer))
    }

    fn read_pinned(
        &self,
        layer: &LayerId,
        references: &[String],
    ) -> Result<Option<LayerContents>, StoreError> {
        self.connections.read(|transaction| pinned::layer(transaction, layer, references))
    }

    fn read_settings(&self, layer: &LayerId) -> Result<Option<Layer>, StoreError> {
        self.connections
            .read(|transaction| Ok(read::layers(transaction, Some(layer))?.pop().map(|row| row.layer)))
    }

    fn known_areas(&self, layer: &LayerId) -> Result<Vec<KnownArea>, StoreError> {
        self.connections.read(|transaction| read::known_areas(transaction, layer))
    }

    fn fingerprint(&self, layer: &LayerId, edition: &EditionId) -> Result<Option<String>, StoreError> {
        self.connections.read(|transaction| read::of_edition(transaction, "fingerprint", layer, edition))
    }

    fn report(&self, layer: &LayerId, edition: &EditionId) -> Result<Option<String>, StoreError> {
        self.connections.read(|transaction| read::of_edition(transaction, "report", layer, edition))
    }

    fn put_edition(&self, edition: &NewEdition) -> Result<Written, StoreError> {
        let ground = write::encode(&edition.areas);
        self.connections.write(|transaction| write::put(transaction, edition, &ground))
    }

    fn table_stamps(&self) -> Result<Vec<(TableName, String)>, StoreError> {
        self.connections.read(|transaction| table_read::stamps(transaction))
    }

    fn read_table(&self, name: &TableName) -> Result<Option<TableContents>, StoreError> {
        self.connections.read(|transaction| table_read::table(transaction, name))
    }

    fn referenced_table(&self, reference: &str) -> Result<Option<TableContents>, StoreError> {
        self.connections.read(|transaction| table_read::referenced(transaction, reference))
    }

    fn table_record(&self, name: &TableName) -> Result<Option<TableRecord>, StoreError> {
        self.connections.read(|transaction| table_read::record(transaction, name))
    }

    fn read_list_settings(&self, layer: &LayerId) -> Result<Option<Layer>, StoreError> {
        self.connections.read(|transaction| table_read::list_layer(transaction, layer.as_str()))
    }

    fn put_table(&self, table: &NewTable) -> Result<Written, StoreError> {
        self.connections.write(|transaction| table_write::put(transaction, table))
    }

    fn put_asset_change(&self, change: &NewAssetChange) -> Result<i64, StoreError> {
        self.connections.write(|transaction| assets::put_change(transaction, change))
    }

    fn asset_changes(&self, after: i64) -> Result<Vec<AssetChange>, StoreError> {
        self.connections.read(|transaction| assets::changes(transaction, after))
    }

    fn scenarios(&self) -> Result<Vec<StoredScenario>, StoreError> {
        self.connections.read(|transaction| scenarios::current(transaction))
    }

    fn scenario_versions(&self, id: &ScenarioId) -> Result<Vec<StoredScenario>, StoreError> {
        self.connections.read(|transaction| scenarios::versions(transaction, id))
    }

    fn put_scenarios(&self, new: &[NewScenario]) -> Result<Vec<i64>, StoreError> {
        self.connections.write(|transaction| new.iter().map(|one| scenarios::put(transaction, one)).collect())
    }

    fn remove_scenario(&self, id: &ScenarioId, after: Option<i64>) -> Result<bool, StoreError> {
        self.connections.write(|transaction| scenarios::remove(transaction, id, after))
    }

    fn place(&self) -> Result<Place, StoreError> {
        self.connections.read(|transaction| read::place(transaction))
    }

    fn set_place(&self, place: &Place) -> Result<(), StoreError> {
        self.connections.write(|transaction| write::set_place(transaction, place))
    }

    fn change_token(&self) -> Result<i64, StoreError> {
        // It counts the commits of every connection but the one that asks, which is why that one does nothing else.
        let token = self.connections.watcher().pragma_query_value(None, "data_version", |row| row.get(0));
        token.map_err(|error| database(self.connections.path(), error))
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.connections.with_reader(|reader| Ok(backup::copy(reader, to)))?
    }

    fn prune(&self) -> Result<Pruned, StoreError> {
        backup::prune(&self.connections)
    }
}
