//! How an area is named in every answer.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    atlas::{IndexedArea, LayerAtlas},
    boundary::Family,
};

/// Whose boundaries a layer holds.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FamilyBody {
    /// Wards, districts, counties, unitaries.
    Council,
    /// Integrated care boards, primary care networks.
    Nhs,
    /// Census areas.
    Census,
    /// Police, fire and other public services.
    OtherPublic,
    /// What residents and councils call neighbourhoods.
    Community,
}

impl From<Family> for FamilyBody {
    fn from(family: Family) -> Self {
        match family {
            Family::Council => Self::Council,
            Family::Nhs => Self::Nhs,
            Family::Census => Self::Census,
            Family::OtherPublic => Self::OtherPublic,
            Family::Community => Self::Community,
        }
    }
}

/// An area and its layer, by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct AreaName {
    /// The layer's id.
    #[schema(example = "wards")]
    layer: String,
    /// The layer's name, in the plural.
    #[schema(example = "Wards")]
    layer_title: String,
    /// What one of its areas is called.
    #[schema(example = "ward")]
    layer_singular: String,
    /// Whose boundaries these are.
    family: FamilyBody,
    /// The area's permanent id.
    #[schema(example = "wards-long-ash")]
    id: String,
    /// Its code, if it has one.
    code: Option<String>,
    /// Its name.
    #[schema(example = "Long Ash")]
    name: String,
}

impl AreaName {
    /// Names an area.
    pub fn of(layer: &LayerAtlas, area: &IndexedArea) -> Self {
        let (layer, version) = (layer.layer(), &area.version);
        Self {
            layer: layer.id.to_string(),
            layer_title: layer.title.clone(),
            layer_singular: layer.singular.clone(),
            family: layer.family.into(),
            id: version.id.to_string(),
            code: version.code.clone(),
            name: version.name.clone(),
        }
    }
}

/// What stands for itself in a segment of a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@');

/// Text as a segment of a path or as the value of a parameter.
pub(super) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// The path of an area: `asked` is the layer as the question named it, with its edition if it insisted on one.
pub(super) fn area_path(asked: &str, area: &IndexedArea) -> String {
    format!("/api/areas/{}/{}", escaped(asked), escaped(area.version.code_or_id()))
}
