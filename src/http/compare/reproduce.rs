//! An answer again, from the content that it was drawn from.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    atlas::{Atlas, LayerAtlas, Place, ScenarioAtlas, TableContent, Viewer},
    boundary::{LayerId, LayerRef},
    compare::{CompareError, Comparison, InvalidReference, Pinned, Reference, compare},
    scenario::ScenarioId,
    store::{Store, StoreError},
};

/// Why a reference has no answer any more.
#[derive(Debug, thiserror::Error)]
pub enum ReproduceError {
    /// It is no reference.
    #[error(transparent)]
    Invalid(#[from] InvalidReference),
    /// What it names is not kept.
    #[error(
        "{of} {release} is not kept here: it was removed by `patchwork prune`, or this answer was drawn from another store"
    )]
    Gone {
        /// The layer or table.
        of: String,
        /// The first digits of the release's reference.
        release: String,
    },
    /// The question itself.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Answers a reference from the releases that it names, replaced ones among them, as this visitor may see them. A layer that
/// they may not see is as one that never was.
///
/// # Errors
/// [`ReproduceError`]: most often a release that was pruned.
pub fn reproduce(
    store: &dyn Store,
    reference: &Reference,
    viewer: Viewer,
) -> Result<Comparison, ReproduceError> {
    let mut question = reference.question()?;
    let (layers, tables) = wanted(store, reference, viewer)?;
    let mut read = Vec::new();
    for (id, releases) in &layers {
        if let Some(scenario) = ScenarioId::of_layer(id) {
            let layer = composed(store, &scenario, releases, viewer)?;
            let gone = || ReproduceError::Gone { of: id.to_string(), release: releases.join(" or ") };
            read.push(layer.ok_or_else(gone)?);
            continue;
        }
        let contents = store.read_pinned(id, releases)?;
        let contents = contents.filter(|contents| viewer.may_see(contents.layer.visibility));
        let gone = || ReproduceError::Gone { of: id.to_string(), release: releases.join(" or ") };
        read.push(Arc::new(LayerAtlas::new(contents.ok_or_else(gone)?)));
    }
    let mut contents = Vec::new();
    for (of, release) in tables {
        let table = store.referenced_table(release)?.filter(|table| match &table.content {
            TableContent::Membership(lists) => viewer.may_see(lists.layer.visibility),
            _ => true,
        });
        let gone = || ReproduceError::Gone { of: of.to_owned(), release: release.clone() };
        contents.push(table.ok_or_else(gone)?);
    }
    // Which lists are meant, two releases of one layer may leave open; which ground, their time among themselves says.
    let lists = |pinned: &Pinned, asked: &LayerRef| {
        let release = pinned.releases.first()?;
        let mut lists = contents.iter().filter_map(|table| match &table.content {
            TableContent::Membership(lists) if lists.layer.id == asked.layer => Some(&lists.release),
            _ => None,
        });
        lists.find(|known| known.reference.starts_with(release)).map(|known| known.edition.clone())
    };
    let asked = [question.a.clone(), question.b.clone()];
    question.a.edition = lists(&reference.a, &question.a).or(question.a.edition);
    question.b.edition = lists(&reference.b, &question.b).or(question.b.edition);
    let atlas = Atlas::new(read, Place::default()).with_tables(contents, &Atlas::default());
    let mut answer = compare(&atlas.view(viewer), &question)?;
    [answer.a.asked, answer.b.asked] = asked;
    Ok(answer)
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

/// Tables and the first digits of their references.
type Tables<'r> = Vec<(&'r str, &'r String)>;
type Layers = BTreeMap<LayerId, Vec<String>>;

/// Which releases of which layers a reference needs, and which tables.
fn wanted<'r>(
    store: &dyn Store,
    reference: &'r Reference,
    viewer: Viewer,
) -> Result<(Layers, Tables<'r>), ReproduceError> {
    let (mut layers, mut tables) = (Layers::new(), Vec::new());
    let within = reference.within.iter().map(|(pinned, _)| pinned);
    for pinned in [&reference.a, &reference.b].into_iter().chain(&reference.blocks).chain(within) {
        let asked: LayerRef = pinned.of.parse().map_err(|_| InvalidReference::of(reference))?;
        let lists = store.read_list_settings(&asked.layer)?;
        if lists.is_some_and(|lists| viewer.may_see(lists.visibility)) {
            tables.extend(pinned.releases.iter().map(|release| (pinned.of.as_str(), release)));
        } else {
            let known = layers.entry(asked.layer).or_default();
            known.extend(pinned.releases.iter().cloned());
            known.sort_unstable();
            known.dedup();
        }
    }
    for pinned in reference.people.iter().chain(&reference.residents) {
        tables.extend(pinned.releases.iter().map(|release| (pinned.of.as_str(), release)));
    }
    tables.extend(reference.postcodes.iter().map(|release| ("postcodes", release)));
    tables.sort_unstable_by_key(|(_, release)| *release);
    tables.dedup_by_key(|(_, release)| *release);
    Ok((layers, tables))
}
