//! The releases that a reference names, replaced ones among them, as one visitor may see them.

use std::{collections::BTreeMap, sync::Arc};

use super::compare::ReproduceError;
use crate::{
    atlas::{LayerAtlas, TableContent, TableContents, Viewer},
    boundary::LayerId,
    store::Store,
};

/// Layers, each with the first digits of its releases' references.
pub(super) type Layers = BTreeMap<LayerId, Vec<String>>;

/// Tables by what they are, each with the first digits of its reference.
pub(super) type Tables<'r> = Vec<(&'r str, &'r String)>;

/// Reads layers. One that the visitor may not see is as one that never was.
pub(super) fn layers(
    store: &dyn Store,
    wanted: &Layers,
    viewer: Viewer,
) -> Result<Vec<Arc<LayerAtlas>>, ReproduceError> {
    let mut read = Vec::new();
    for (id, releases) in wanted {
        let contents = store.read_pinned(id, releases)?;
        let contents = contents.filter(|contents| viewer.may_see(contents.layer.visibility));
        let gone = || ReproduceError::Gone { of: id.to_string(), release: releases.join(" or ") };
        read.push(Arc::new(LayerAtlas::new(contents.ok_or_else(gone)?)));
    }
    Ok(read)
}

/// Reads tables, as [`layers`] reads layers.
pub(super) fn tables(
    store: &dyn Store,
    wanted: &Tables<'_>,
    viewer: Viewer,
) -> Result<Vec<TableContents>, ReproduceError> {
    let mut read = Vec::new();
    for &(of, release) in wanted {
        let table = store.referenced_table(release)?.filter(|table| is_visible(table, viewer));
        let gone = || ReproduceError::Gone { of: of.to_owned(), release: release.clone() };
        read.push(table.ok_or_else(gone)?);
    }
    Ok(read)
}

fn is_visible(table: &TableContents, viewer: Viewer) -> bool {
    match &table.content {
        TableContent::Membership(lists) => viewer.may_see(lists.layer.visibility),
        TableContent::Assets(listed) => viewer.may_see(listed.list.visibility),
        _ => true,
    }
}
