//! An answer again, from the content that it was drawn from.

use crate::{
    atlas::{Atlas, Place, TableContent, Viewer},
    boundary::LayerRef,
    compare::{CompareError, Comparison, InvalidReference, Pinned, Reference, compare},
    http::pinned::{self, Layers, Tables},
    reach::{InvalidReachReference, ReachError},
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
    /// It is no reference of an answer about reach.
    #[error(transparent)]
    InvalidReach(#[from] InvalidReachReference),
    /// It was given to somebody who sees more than this visitor.
    #[error("this answer was given to somebody who had signed in, who sees more: sign in to see it again")]
    NotForThePublic,
    /// Something in it has been taken off, or hidden, since.
    #[error(
        "some of what this answer was drawn from is no longer shown, at its owner's request or to keep somebody safe: ask the question anew"
    )]
    Withheld,
    /// The question itself.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// The question itself, of reach.
    #[error(transparent)]
    Reach(#[from] ReachError),
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
    let read = pinned::layers(store, &layers, viewer)?;
    let contents = pinned::tables(store, &tables, viewer)?;
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
