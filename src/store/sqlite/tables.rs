//! SQL that names a layer's table.

use crate::boundary::LayerId;

/// A statement with the layer's name in it. A [`LayerId`] has only letters, digits, `-` and `_`, so it can break out of
/// neither kind of quotes.
pub(super) fn of(layer: &LayerId, sql: &str) -> String {
    sql.replace("{layer}", layer.as_str())
}

/// The feature table of assets. No layer can be called so.
pub(super) const ASSETS: &str = "patchwork_assets";

/// A statement about the feature table of assets.
pub(super) fn of_assets(sql: &str) -> String {
    sql.replace("{layer}", ASSETS)
}
