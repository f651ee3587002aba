//! An answer about reach again, from the content that it was drawn from.

use crate::{
    atlas::{Atlas, Place, Viewer},
    boundary::LayerRef,
    compare::Pinned,
    http::{
        compare::ReproduceError,
        pinned::{self, Layers, Tables},
    },
    reach::{Coverage, InvalidReachReference, ReachReference, reach},
    store::Store,
};

/// Answers a reference from the releases that it names, and from the assets as they were when it was given: changes by hand that
/// came later are left out. What this visitor may not see is as if it had never been.
///
/// # Errors
/// [`ReproduceError`]: most often a release that was pruned.
pub fn reproduce_coverage(
    store: &dyn Store,
    reference: &ReachReference,
    viewer: Viewer,
) -> Result<Coverage, ReproduceError> {
    if reference.signed_in && viewer == Viewer::Public {
        return Err(ReproduceError::NotForThePublic);
    }
    let (layers, tables) = wanted(store, reference)?;
    let layers = pinned::layers(store, &layers, viewer)?;
    let tables = pinned::tables(store, &tables, viewer)?;
    let mut changes = store.asset_changes(0)?;
    changes.retain(|change| change.number <= reference.last_change);
    let atlas = Atlas::new(layers, Place::default())
        .with_tables(tables, &Atlas::default())
        .with_asset_changes(changes);
    Ok(reach(&atlas.view(viewer), &reference.question)?)
}

/// Which releases are of layers, and which of tables. A list of assets may be called as a layer is, so each is looked up.
fn wanted<'r>(
    store: &dyn Store,
    reference: &'r ReachReference,
) -> Result<(Layers, Tables<'r>), ReproduceError> {
    let (mut layers, mut tables) = (Layers::new(), Vec::new());
    for Pinned { of, releases } in &reference.used {
        let layer = of.parse::<LayerRef>().ok().map(|asked| asked.layer);
        for release in releases {
            let known = store.referenced_table(release)?;
            let is_table =
                known.is_some_and(|table| table.name.key == *of || layer.is_none() || of == "postcodes");
            match &layer {
                Some(layer)
                    if !is_table && (layer.scenario().is_some() || store.read_settings(layer)?.is_some()) =>
                {
                    layers.entry(layer.clone()).or_default().push(release.clone());
                }
                _ => tables.push((of.as_str(), release)),
            }
        }
    }
    if layers.is_empty() && tables.is_empty() {
        return Err(InvalidReachReference::of(reference).into());
    }
    Ok((layers, tables))
}
