//! The releases that a reference names, replaced ones among them, as one visitor may see them.

use std::{collections::BTreeMap, sync::Arc};

use super::compare::ReproduceError;
use crate::{
    atlas::{LayerAtlas, ScenarioAtlas, TableContent, TableContents, Viewer},
    boundary::LayerId,
    scenario::ScenarioId,
    store::{Store, StoreError},
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
        let gone = || ReproduceError::Gone { of: id.to_string(), release: releases.join(" or ") };
        if let Some(scenario) = ScenarioId::of_layer(id) {
            read.push(composed(store, &scenario, releases, viewer)?.ok_or_else(gone)?);
            continue;
        }
        let contents = store.read_pinned(id, releases)?;
        let contents = contents.filter(|contents| viewer.may_see(contents.layer.visibility));
        read.push(Arc::new(LayerAtlas::new(contents.ok_or_else(gone)?)));
    }
    Ok(read)
}

/// A scenario's areas as a reference names them: of any version that is kept, over the layers as they are now. What those have
/// become since another release replaced them is another content, and not what the reference names.
fn composed(
    store: &dyn Store,
    id: &ScenarioId,
    releases: &[String],
    viewer: Viewer,
) -> Result<Option<Arc<LayerAtlas>>, StoreError> {
    let mut layers: BTreeMap<LayerId, Arc<LayerAtlas>> = BTreeMap::new();
    let stored: Vec<LayerId> = store.stamps()?.into_iter().map(|(layer, _)| layer).collect();
    for kept in store.scenario_versions(id)? {
        for component in &kept.scenario.assignment.components {
            let layer = &component.layer.layer;
            if stored.contains(layer) && !layers.contains_key(layer) {
                layers.insert(layer.clone(), Arc::new(LayerAtlas::new(store.read_layer(layer)?)));
            }
        }
        let parts: Vec<Arc<LayerAtlas>> = layers.values().cloned().collect();
        let one = ScenarioAtlas::new(kept.scenario, kept.version, &parts);
        let Ok(layer) = &one.composed().layer else { continue };
        let is_meant = layer
            .editions()
            .iter()
            .all(|state| releases.iter().any(|release| state.edition.reference.starts_with(release)));
        if is_meant && viewer.may_see(one.visibility()) {
            return Ok(Some(Arc::clone(layer)));
        }
    }
    Ok(None)
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
