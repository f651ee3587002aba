//! Layers, editions, areas, their codes, and the days on which they hold.
//!
//! A [`Layer`] is a system of patches (wards); an [`Edition`] one release of it, with its period and source; an
//! area is an organisation or place with an id that never changes, apart from its *code* (which a recode
//! changes) and its *boundary versions* ([`AreaVersion`], ground with a period). [`timeline`] says which
//! version holds on which day when editions follow and amend one another.

mod area;
mod edition;
pub mod identity;
mod layer;
pub mod lineage;
mod period;
mod release;
pub mod timeline;

pub use self::{
    area::{AreaId, AreaVersion, Note},
    edition::{Edition, EditionId, InvalidEditionId, InvalidLayerRef, LayerRef, Provenance},
    layer::{Family, InvalidLayerId, Layer, LayerId, Visibility},
    period::{InvalidPeriod, Period},
    release::Release,
};
