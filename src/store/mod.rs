//! Where layers are kept: a short trait, a folder a backend.
//!
//! A [`Store`] holds editions of layers with their areas, and hands them over for an atlas. Writing an edition is one
//! transaction: the old content of an edition of that name becomes a *revision*, hidden from questions and kept so
//! that a reference to it can be checked, until [`Store::prune`]. `tests/store.rs` runs unchanged on every backend.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    asset::{AssetChange, AssetId},
    atlas::{Atlas, LayerAtlas, LayerContents, Neighbourhoods, Place, TableContents, TableName},
    boundary::{
        AreaId, EditionId, Layer, LayerId, Note, Period, Provenance, identity::KnownArea, timeline::Conflict,
    },
    geometry::{Bng, Region},
    scenario::ScenarioId,
};

mod access;
mod drawn;
mod proposals;
mod scenario;
pub mod sqlite;
mod table;

pub use self::access::AccessStore;
pub use self::drawn::NOT_OFFICIAL;
pub use self::proposals::{Act, Changed, NewProposal, ProposalChange, ProposalStore, Which};
pub use self::scenario::{NewScenario, StoredScenario};
pub use self::table::{NewAssetChange, NewAssetList, NewContent, NewOrganisation, NewTable};

/// A place where layers are kept.
pub trait Store: AccessStore + ProposalStore + Send + Sync {
    /// Every layer with a stamp that changes whenever anything of the layer does.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn stamps(&self) -> Result<Vec<(LayerId, String)>, StoreError>;

    /// Everything of one layer that questions are asked of: current editions only, periods resolved.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read or there is no such layer.
    fn read_layer(&self, layer: &LayerId) -> Result<LayerContents, StoreError>;

    /// One layer with exactly the releases whose references begin so, replaced ones among them, their time resolved among
    /// themselves; `None` when one of them is not kept.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read, or the releases cannot stand beside each other.
    fn read_pinned(
        &self,
        layer: &LayerId,
        references: &[String],
    ) -> Result<Option<LayerContents>, StoreError>;

    /// How a layer is called and shown; `None` when there is no such layer.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn read_settings(&self, layer: &LayerId) -> Result<Option<Layer>, StoreError>;

    /// Every area that a layer has ever held, under each of its codes and names.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read. A layer that does not exist has none.
    fn known_areas(&self, layer: &LayerId) -> Result<Vec<KnownArea>, StoreError>;

    /// The fingerprint of what the current content of an edition was made from; `None` when there is no such edition.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn fingerprint(&self, layer: &LayerId, edition: &EditionId) -> Result<Option<String>, StoreError>;

    /// The report that the import of an edition's current content left, as JSON.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn report(&self, layer: &LayerId, edition: &EditionId) -> Result<Option<String>, StoreError>;

    /// Writes an edition whole, or nothing of it. Once this returns, the edition survives the death of the process and the
    /// loss of power.
    ///
    /// # Errors
    /// [`StoreError`]; the store is then as it was before.
    fn put_edition(&self, edition: &NewEdition) -> Result<Written, StoreError>;

    /// Every current table of people, classes, postcodes or assets, with a stamp that changes whenever anything of it does.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn table_stamps(&self) -> Result<Vec<(TableName, String)>, StoreError>;

    /// A current table; `None` when there is none of that name.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn read_table(&self, name: &TableName) -> Result<Option<TableContents>, StoreError>;

    /// The table whose reference begins so, replaced or not; `None` when there is none, or it was pruned.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn referenced_table(&self, reference: &str) -> Result<Option<TableContents>, StoreError>;

    /// Fingerprint and report of a current table, as those of an edition; `None` when there is none of that name.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn table_record(&self, name: &TableName) -> Result<Option<TableRecord>, StoreError>;

    /// How a layer of lists of people is called and shown; `None` when there is no such layer, or it has ground.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn read_list_settings(&self, layer: &LayerId) -> Result<Option<Layer>, StoreError>;

    /// Writes a table whole, or nothing of it, as [`put_edition`](Self::put_edition) writes an edition.
    ///
    /// # Errors
    /// [`StoreError`]; the store is then as it was before.
    fn put_table(&self, table: &NewTable) -> Result<Written, StoreError>;

    /// Keeps what somebody changed of an asset. Returns its number.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when somebody else has changed it since; nothing is then kept.
    fn put_asset_change(&self, change: &NewAssetChange) -> Result<i64, StoreError>;

    /// Every change to assets whose number is higher, in their order; 0 for all.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn asset_changes(&self, after: i64) -> Result<Vec<AssetChange>, StoreError>;

    /// Every current scenario, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn scenarios(&self) -> Result<Vec<StoredScenario>, StoreError>;

    /// Every version of a scenario that is kept, replaced and removed ones among them, latest first.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn scenario_versions(&self, id: &ScenarioId) -> Result<Vec<StoredScenario>, StoreError>;

    /// Writes scenarios, all of them or none. Returns the number of each one's version.
    ///
    /// # Errors
    /// [`StoreError::StaleScenario`] when somebody else has written one of them since; nothing is then written.
    fn put_scenarios(&self, new: &[NewScenario]) -> Result<Vec<i64>, StoreError>;

    /// Takes a scenario away; `after` is the number of the version that is meant. Says whether there was one.
    ///
    /// # Errors
    /// [`StoreError::StaleScenario`] when somebody else has written it since; it is then left as it is.
    fn remove_scenario(&self, id: &ScenarioId, after: Option<i64>) -> Result<bool, StoreError>;

    /// What the store says of the place that it covers.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn place(&self) -> Result<Place, StoreError>;

    /// Says what place the store covers.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then changed.
    fn set_place(&self, place: &Place) -> Result<(), StoreError>;

    /// A number that changes whenever any process commits a write.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn change_token(&self) -> Result<i64, StoreError>;

    /// Makes a consistent copy while others read and write.
    ///
    /// # Errors
    /// [`StoreError`]; a file that was there already is refused, a half-made copy removed.
    fn backup(&self, to: &Path) -> Result<(), StoreError>;

    /// Removes every revision. References to them can no longer be checked.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then removed.
    fn prune(&self) -> Result<Pruned, StoreError>;
}

/// Reads a whole store into a new atlas, which shares with an older one what has not changed.
///
/// # Errors
/// [`StoreError`] when the store cannot be read.
pub fn read_atlas(store: &dyn Store, older: &Atlas) -> Result<Atlas, StoreError> {
    use rayon::prelude::*;
    let mut stamps: Vec<(LayerId, String, Option<String>)> =
        store.stamps()?.into_iter().map(|(id, stamp)| (id, stamp, None)).collect();
    let drawn_stamp = store.published_stamp()?;
    if let Some(drawn_stamp) = &drawn_stamp {
        let imported =
            stamps.iter().position(|(id, ..)| *id == drawn::layer_id()).map(|at| stamps.remove(at).1);
        stamps.push((drawn::layer_id(), drawn::stamp(imported.as_deref(), drawn_stamp), imported));
    }
    let neighbourhoods = match &drawn_stamp {
        None => Arc::default(),
        Some(stamp) => match older.unchanged_neighbourhoods(stamp) {
            Some(kept) => kept,
            None => Arc::new(Neighbourhoods::new(stamp.clone(), store.published()?)),
        },
    };
    let layers: Result<Vec<_>, StoreError> = stamps
        .into_par_iter()
        .map(|(id, stamp, imported)| match older.unchanged(&id, &stamp) {
            Some(layer) => Ok(layer),
            None if drawn_stamp.is_some() && id == drawn::layer_id() => {
                let imported = imported.map(|_| store.read_layer(&id)).transpose()?;
                let contents = drawn::with_drawn(imported, neighbourhoods.all(), stamp);
                Ok(Arc::new(LayerAtlas::new(contents)))
            }
            None => Ok(Arc::new(LayerAtlas::new(store.read_layer(&id)?))),
        })
        .collect();
    let tables: Result<Vec<_>, StoreError> = store
        .table_stamps()?
        .into_par_iter()
        .map(|(name, stamp)| match older.unchanged_table(&name, &stamp) {
            Some(table) => Ok(Some(table)),
            None => store.read_table(&name),
        })
        .collect();
    let tables = tables?.into_iter().flatten().collect();
    let atlas =
        Atlas::new(layers?, store.place()?).with_tables(tables, older).with_neighbourhoods(neighbourhoods);
    let changes = store.asset_changes(atlas.last_asset_change())?;
    let scenarios = store.scenarios()?.into_iter().map(|stored| (stored.scenario, stored.version));
    Ok(atlas.with_asset_changes(changes).with_scenarios(scenarios, older))
}

/// What is remembered of the import that brought a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRecord {
    /// A hash of everything that it was made from.
    pub fingerprint: String,
    /// The import's report, as JSON.
    pub report: String,
}

/// An edition to be written.
#[derive(Debug, Clone)]
pub struct NewEdition {
    /// The layer as it shall stand after the write.
    pub layer: Layer,
    /// The edition's name.
    pub id: EditionId,
    /// The period declared for it.
    pub declared: Period,
    /// The edition that it amends.
    pub amends: Option<EditionId>,
    /// Where it came from.
    pub provenance: Provenance,
    /// A hash of everything that it was made from: files, options, program. Equal fingerprints, equal content.
    pub fingerprint: String,
    /// Its areas, in the order of the source.
    pub areas: Vec<NewArea>,
    /// Areas, besides those that it redraws, that end on its first day. Empty unless it amends.
    pub ends: Vec<AreaId>,
    /// What it has to say about areas of the edition that it amends, or of its own.
    pub notes: Vec<(AreaId, Note)>,
    /// The import's report, as JSON.
    pub report: String,
}

/// An area to be written; its id is given by [`crate::boundary::identity`].
#[derive(Debug, Clone)]
pub struct NewArea {
    /// Its code, if it has one.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether its ground was put together here from an announcement.
    pub inferred: bool,
    /// Its ground.
    pub region: Region<Bng>,
}

/// What a write did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How often the edition's content had been replaced before.
    pub revision: u32,
    /// A short name for exactly this content.
    pub reference: String,
    /// Sentences on what else changed: "edition 2024 now ends on 2025-05-01".
    pub consequences: Vec<String>,
}

/// What [`Store::prune`] removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Revisions removed, of editions and of tables.
    pub revisions: u64,
    /// Areas of those of editions.
    pub areas: u64,
}

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is something else.
    #[error("{path} is not a Patchwork store: {reason}")]
    NotAStore {
        /// The file.
        path: PathBuf,
        /// What it is, or what it lacks.
        reason: String,
    },
    /// A newer program wrote it.
    #[error(
        "{path} was written by a newer version of Patchwork (schema {found}; this version knows {known}): use that version, or a store of your own"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema number.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// There is nothing to read.
    #[error("there is no store at {path}: import something first, or give its path with --store")]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// It may be read but not written.
    #[error("{path} cannot be written: {reason}")]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The disk is full; nothing was changed.
    #[error("{path}: the disk is full; nothing was changed. Make room and run the import again")]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// Another process has held it for too long.
    #[error("{path} is being written by another process; try again when that has finished")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// A copy would overwrite something.
    #[error("{path} exists already: a backup never overwrites a file")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Editions that cannot stand beside each other.
    #[error("layer {layer}: {conflict}")]
    Conflict {
        /// The layer.
        layer: LayerId,
        /// Why.
        #[source]
        conflict: Conflict,
    },
    /// Somebody else changed an asset since it was read.
    #[error("asset {asset} has been changed by somebody else since you read it: read it again")]
    Stale {
        /// The asset.
        asset: AssetId,
    },
    /// Somebody else changed a scenario since it was read.
    #[error("scenario {scenario} has been changed by somebody else since you read it: read it again")]
    StaleScenario {
        /// The scenario.
        scenario: ScenarioId,
    },
    /// A layer is ground or lists of people, never both.
    #[error("layer {layer} {}", taken(*is_ground, layer))]
    Taken {
        /// The layer.
        layer: LayerId,
        /// Whether it has ground already.
        is_ground: bool,
    },
    /// Something in the store is not as Patchwork writes it.
    #[error("{path}: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
    },
    /// Anything else that the database says.
    #[error("{path}: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// The database's own error.
        #[source]
        source: rusqlite::Error,
    },
}

fn taken(is_ground: bool, layer: &LayerId) -> String {
    if is_ground {
        format!(
            "is ground already, and lists of people are kept apart from it: call the lists something else, such as --layer {layer}-lists"
        )
    } else {
        format!(
            "is lists of people already, and ground is kept apart from them: call the ground something else, such as --layer {layer}-footprints"
        )
    }
}
