//! An answer again, from the content that it was drawn from.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    atlas::{Atlas, LayerAtlas, Place, Viewer},
    boundary::{EditionId, LayerId},
    compare::{CompareError, Comparison, InvalidReference, Pinned, Reference, compare},
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

/// Answers a reference from the releases that it names, replaced ones among them, as this visitor may see them.
///
/// # Errors
/// [`ReproduceError`]: most often a release that was pruned.
pub fn reproduce(
    store: &dyn Store,
    reference: &Reference,
    viewer: Viewer,
) -> Result<Comparison, ReproduceError> {
    let mut question = reference.question()?;
    let mut layers: BTreeMap<LayerId, Vec<String>> = BTreeMap::new();
    let mut tables = Vec::new();
    let within = reference.within.iter().map(|(pinned, _)| pinned);
    for pinned in [&reference.a, &reference.b].into_iter().chain(&reference.blocks).chain(within) {
        let id: LayerId = pinned.of.parse().map_err(|_| InvalidReference::of(reference))?;
        if store.read_list_settings(&id)?.is_some() {
            tables.extend(pinned.releases.iter().map(|release| (pinned.of.as_str(), release)));
        } else {
            let known = layers.entry(id).or_default();
            known.extend(
                pinned
                    .releases
                    .iter()
                    .filter(|release| !known.contains(release))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
    }
    let people = reference.people.iter();
    tables.extend(
        people.flat_map(|pinned| pinned.releases.iter().map(|release| (pinned.of.as_str(), release))),
    );
    tables.extend(reference.postcodes.iter().map(|release| ("postcodes", release)));
    tables.sort_unstable();
    tables.dedup_by(|a, b| a.1 == b.1);

    let (mut read, mut editions) = (Vec::new(), BTreeMap::new());
    for (id, releases) in &layers {
        let gone = || ReproduceError::Gone { of: id.to_string(), release: releases.join(" or ") };
        let contents = store.read_pinned(id, releases)?.ok_or_else(gone)?;
        for state in &contents.editions {
            editions.insert((id.clone(), state.edition.reference.clone()), state.edition.id.clone());
        }
        read.push(Arc::new(LayerAtlas::new(contents)));
    }
    let mut contents = Vec::new();
    for (of, release) in tables {
        let gone = || ReproduceError::Gone { of: of.to_owned(), release: release.clone() };
        contents.push(store.referenced_table(release)?.ok_or_else(gone)?);
    }
    let atlas = Atlas::new(read, Place::default()).with_tables(contents, &Atlas::default());
    // One release is meant whatever the date; several hold on the date among themselves.
    let edition = |pinned: &Pinned| -> Option<EditionId> {
        let [release] = pinned.releases.as_slice() else { return None };
        let mut known = editions.iter();
        let of_layer = |(id, reference): &(LayerId, String)| {
            id.as_str() == pinned.of && reference.starts_with(release.as_str())
        };
        known.find(|(key, _)| of_layer(key)).map(|(_, edition)| edition.clone())
    };
    question.a.edition = edition(&reference.a);
    question.b.edition = edition(&reference.b);
    if let (Some(asked), Some((pinned, _))) = (&mut question.within, &reference.within) {
        asked.layer.edition = edition(pinned);
    }
    Ok(compare(&atlas.view(viewer), &question)?)
}
