//! What stands in a place and can be found there: postcodes, and the assets of a community.
//!
//! An [`Asset`] is a library, a pharmacy, a park, a group that meets in a hall. It comes in an [`AssetList`], a register or
//! a directory of somebody's, and is of a [`Kind`] from a small vocabulary. What the public may know of it is decided in
//! [`Asset::for_the_public`] alone. Positions are in British National Grid metres (EPSG:27700), on whole millimetres.

#[allow(clippy::module_inception)] // an asset is what this room is about
mod asset;
mod change;
mod contact;
mod id;
mod kind;
mod list;
mod postcode;
mod register;
mod twin;
mod words;

pub use self::{
    asset::{Asset, Site},
    change::{AssetChange, Change, Correction, Overlay, overlays},
    contact::{Contact, is_mobile, is_personal},
    id::{AssetId, InvalidName, ListId},
    kind::{Kind, KindGroup, KindId, Kinds, UnknownKind, kinds},
    list::{AssetList, BY_HAND, ListedAssets, is_share_alike},
    postcode::{InvalidPostcode, Postcode},
    register::{
        Ending, ListedPostcode, PostcodePoint, PostcodeRegister, PostcodeStatus, RegisterKind, settle,
    },
    twin::{Evidence, SEARCH_M, twin},
    words::{CanMeetHere, PlacedBy, Precision, RunBy, Status},
};
