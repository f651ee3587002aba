//! What can be counted, and the layers that are lists of people.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::named::FamilyBody;
use crate::{
    atlas::View,
    boundary::{LayerRef, Release},
    people::{Classes, Membership, WeightName},
};

/// A layer of organisations that are lists of people. It has no ground: no tiles, nothing to lie in.
#[derive(Serialize, ToSchema)]
pub(super) struct MembershipBody {
    /// Its name in addresses.
    #[schema(example = "pcns")]
    id: String,
    /// Its name, in the plural.
    #[schema(example = "Primary care networks")]
    title: String,
    /// What one of its organisations is called.
    #[schema(example = "primary care network")]
    singular: String,
    /// Whose organisations these are.
    family: FamilyBody,
    /// Where it stands in lists, lowest first.
    order: i64,
    /// A sentence for people who do not know the word.
    description: Option<String>,
    /// Whether it is `ground` or lists of people, here always `membership`.
    #[schema(example = "membership")]
    kind: &'static str,
    /// What its lists count.
    #[schema(example = "patients")]
    weight: String,
    /// The layer of blocks in which the people live.
    #[schema(example = "lsoa11")]
    blocks: String,
    /// Whose lists it holds; others may have people in the same blocks.
    scope: Option<String>,
    /// How many organisations hold on the date.
    organisation_count: usize,
    /// The release.
    release: TableReleaseBody,
}

/// Something that can be counted besides ground.
#[derive(Serialize, ToSchema)]
pub(super) struct WeightBody {
    /// Its name.
    #[schema(example = "residents")]
    name: String,
    /// The layer of blocks that carry it.
    #[schema(example = "lsoa21")]
    blocks: String,
    /// The membership layer whose lists it counts; null for a population.
    layer: Option<String>,
    /// Everybody in the table.
    total: f64,
    /// Everybody whom the lists state, those whose block is not given included; null for a population.
    stated_total: Option<f64>,
    /// The release.
    release: TableReleaseBody,
}

/// A class of blocks, which splits people.
#[derive(Serialize, ToSchema)]
pub(super) struct BlockClassBody {
    /// What the classification is called.
    #[schema(example = "rural-urban")]
    name: String,
    /// The layer of blocks.
    #[schema(example = "lsoa21")]
    blocks: String,
    /// Its classes.
    values: Vec<String>,
    /// The release.
    release: TableReleaseBody,
}

/// One release of a table.
#[derive(Serialize, ToSchema)]
pub(super) struct TableReleaseBody {
    /// Its name.
    #[schema(example = "2021-03-21")]
    edition: String,
    /// The date of its figures.
    from: Option<Date>,
    /// The first day that it is no longer about; null when open.
    until: Option<Date>,
    /// The file or service that it was taken from.
    source: Option<String>,
    /// Who published it.
    publisher: Option<String>,
    /// The licence it is used under.
    licence: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
    /// A short name for exactly this content.
    reference: String,
}

impl From<&Release> for TableReleaseBody {
    fn from(release: &Release) -> Self {
        let from = &release.provenance;
        Self {
            edition: release.edition.to_string(),
            from: release.period.from(),
            until: release.period.until(),
            source: from.source.clone(),
            publisher: from.publisher.clone(),
            licence: from.licence.clone(),
            attribution: from.attribution.clone(),
            reference: release.reference.clone(),
        }
    }
}

/// The membership layers that hold on a day, in display order.
pub(super) fn memberships(view: View<'_>, on: Date) -> Vec<MembershipBody> {
    let mut holding: Vec<&Membership> =
        view.memberships().map(AsRef::as_ref).filter(|lists| lists.release.period.covers(on)).collect();
    holding.sort_by(|a, b| (a.layer.order, &a.layer.id).cmp(&(b.layer.order, &b.layer.id)));
    let described = |lists: &Membership| MembershipBody {
        id: lists.layer.id.to_string(),
        title: lists.layer.title.clone(),
        singular: lists.layer.singular.clone(),
        family: lists.layer.family.into(),
        order: lists.layer.order,
        description: lists.layer.description.clone(),
        kind: "membership",
        weight: lists.weight.to_string(),
        blocks: lists.blocks.to_string(),
        scope: lists.scope.clone(),
        organisation_count: lists.organisations.len(),
        release: (&lists.release).into(),
    };
    holding.into_iter().map(described).collect()
}

/// Every weight besides ground, each release of it: populations first, then lists.
pub(super) fn weights(view: View<'_>) -> Vec<WeightBody> {
    let body = |weight: &WeightName, blocks: &LayerRef, total, release: &Release| WeightBody {
        name: weight.to_string(),
        blocks: blocks.to_string(),
        layer: None,
        total,
        stated_total: None,
        release: release.into(),
    };
    let populations = view
        .populations()
        .map(|people| body(&people.weight, &people.blocks, people.total(), &people.release));
    let lists = view.memberships().map(|lists| WeightBody {
        layer: Some(lists.layer.id.to_string()),
        stated_total: lists.stated_total(),
        ..body(&lists.weight, &lists.blocks, lists.total(), &lists.release)
    });
    populations.chain(lists).collect()
}

/// Every class of blocks, each release of it.
pub(super) fn classes(view: View<'_>) -> Vec<BlockClassBody> {
    let described = |classes: &Classes| BlockClassBody {
        name: classes.class.to_string(),
        blocks: classes.blocks.to_string(),
        values: classes.names().into_iter().map(str::to_owned).collect(),
        release: (&classes.release).into(),
    };
    view.classes().map(|classes| described(classes)).collect()
}
