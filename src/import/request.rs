//! What an import is asked to make.

use serde::{Deserialize, Serialize};

use super::vocabulary::default_layer;
use crate::boundary::{EditionId, Family, Layer, LayerId, Period, Provenance, Visibility};

/// How a layer is to be called and shown, where the caller says so; what is left out stays as it is, or as
/// `data/layers.toml` has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerSettings {
    /// Name in the plural.
    pub title: Option<String>,
    /// Name of one area.
    pub singular: Option<String>,
    /// Whose boundaries.
    pub family: Option<Family>,
    /// Place in lists.
    pub order: Option<i64>,
    /// A sentence for people who do not know the word.
    pub description: Option<String>,
    /// Who may see it.
    pub visibility: Option<Visibility>,
}

impl LayerSettings {
    /// The layer as it shall stand: these settings over what it is now, or over what is known of its name.
    #[must_use]
    pub fn over(&self, now: Option<Layer>, id: &LayerId) -> Layer {
        let mut layer = now.unwrap_or_else(|| default_layer(id));
        let set = |field: &mut String, value: &Option<String>| {
            if let Some(value) = value {
                field.clone_from(value);
            }
        };
        set(&mut layer.title, &self.title);
        set(&mut layer.singular, &self.singular);
        layer.family = self.family.unwrap_or(layer.family);
        layer.order = self.order.unwrap_or(layer.order);
        layer.visibility = self.visibility.unwrap_or(layer.visibility);
        layer.description = self.description.clone().or(layer.description);
        layer
    }
}

/// The edition that an import is to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionRequest {
    /// The layer.
    pub layer: LayerId,
    /// The edition's name.
    pub edition: EditionId,
    /// The period declared for it.
    pub period: Period,
    /// The edition that it amends.
    pub amends: Option<EditionId>,
    /// Where it came from.
    pub provenance: Provenance,
    /// How the layer is to be called and shown.
    pub settings: LayerSettings,
    /// Only look: report, and write nothing.
    #[serde(skip)]
    pub dry_run: bool,
}
