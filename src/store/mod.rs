//! Where layers are kept: a short trait, a folder a backend.
//!
//! A [`Store`] holds editions of layers with their areas, and hands them over for an atlas. Writing an edition is one
//! transaction: the old content of an edition of that name becomes a *revision*, hidden from questions and kept so
//! that a reference to it can be checked, until [`Store::prune`]. `tests/store.rs` runs unchanged on every backend.

use std::path::{Path, PathBuf};

use crate::{
    atlas::{LayerContents, Place},
    boundary::{
        AreaId, EditionId, Layer, LayerId, Note, Period, Provenance, identity::KnownArea, timeline::Conflict,
    },
    geometry::{Bng, Region},
};

pub mod sqlite;

/// A place where layers are kept.
pub trait Store: Send + Sync {
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
    /// Revisions removed.
    pub revisions: u64,
    /// Areas of them.
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
