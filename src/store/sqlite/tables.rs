//! SQL that names a layer's table.

use crate::boundary::LayerId;

/// A statement with the layer's name in it. A [`LayerId`] has only letters, digits, `-` and `_`, so it can break out of
/// neither kind of quotes.
pub(super) fn of(layer: &LayerId, sql: &str) -> String {
    sql.replace("{layer}", layer.as_str())
}
