//! An answer about reach again, from the content that it was drawn from.

use crate::{
    asset::{AssetChange, overlays},
    atlas::{Atlas, Place, SeenAsset, TableKind, View, Viewer},
    boundary::LayerRef,
    compare::Pinned,
    http::{
        clock::today,
        compare::ReproduceError,
        pinned::{self, Layers, Tables},
    },
    reach::{Coverage, InvalidReachReference, ReachReference, reach},
    store::Store,
};

/// Answers a reference from the releases that it names, and from the assets as they were when it was given: changes by hand that
/// came later are left out. What this visitor may not see is as if it had never been, and what is shown less today than it was then
/// is not shown again: such an answer is refused.
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
    let changes = store.asset_changes(0)?;
    let until_then = changes.iter().filter(|change| change.number <= reference.last_change);
    let atlas = Atlas::new(layers, Place::default())
        .with_tables(tables, &Atlas::default())
        .with_asset_changes(until_then.cloned().collect());
    let seen_by = if reference.signed_in { viewer } else { Viewer::Public };
    if is_any_withheld(store, &changes, &atlas.view(seen_by), reference)? {
        return Err(ReproduceError::Withheld);
    }
    Ok(reach(&atlas.view(viewer), &reference.question)?)
}

/// Whether something that the answer counted has been taken off at its owner's request since, or may be shown less than then: its count
/// and the ground around it would tell of it.
fn is_any_withheld(
    store: &dyn Store,
    changes: &[AssetChange],
    then: &View<'_>,
    reference: &ReachReference,
) -> Result<bool, ReproduceError> {
    let mut lists = Vec::new();
    for (name, _) in store.table_stamps()?.into_iter().filter(|(name, _)| name.kind == TableKind::Assets) {
        lists.extend(store.read_table(&name)?);
    }
    let now = Atlas::new(Vec::new(), Place::default())
        .with_tables(lists, &Atlas::default())
        .with_asset_changes(changes.to_vec());
    let viewer = then.viewer();
    // What the visitor may not see now is looked at, too: only so it is told from what is in no list any more.
    let now = now.view(Viewer::SignedIn).assets(today());
    let by_hand = overlays(changes);
    let is_withheld = |seen: &SeenAsset| {
        if by_hand.get(&seen.asset.id).is_some_and(|overlay| overlay.is_suppressed) {
            return true;
        }
        // One that is in no list any more is as it was last known.
        let Some((whole, _)) = now.whole(&seen.asset.id) else { return false };
        let shown = match viewer {
            Viewer::Public => whole.asset.for_the_public(),
            Viewer::SignedIn => whole.asset.for_the_signed_in(),
        };
        !viewer.may_see(whole.list.visibility)
            || shown.is_none_or(|shown| shown.precision > seen.asset.precision)
    };
    let question = &reference.question;
    Ok(then
        .assets(question.on)
        .iter()
        .any(|seen| question.kinds.contains(&seen.asset.kind) && is_withheld(seen)))
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
