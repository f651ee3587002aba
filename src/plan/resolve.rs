//! The components of an assignment as areas of editions.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::{
    atlas::{IndexedArea, LayerAtlas, View, find_component},
    boundary::{EditionId, LayerId, LayerRef},
    scenario::{Assignment, Confidence},
};

/// A component that is no area here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// Its layer as it is named.
    pub layer: String,
    /// Its code.
    pub code: String,
    /// Why it is none, in words.
    pub reason: String,
}

/// A component as an area.
#[derive(Clone, Copy)]
pub(super) struct Component<'a> {
    pub(super) layer: &'a LayerAtlas,
    pub(super) area: &'a IndexedArea,
    /// The area that it goes to.
    pub(super) to: Option<usize>,
    pub(super) is_inferred: bool,
}

/// The components of one edition of a layer.
pub(super) struct Group<'a> {
    /// The layer with its edition.
    pub(super) layer: LayerRef,
    pub(super) components: Vec<Component<'a>>,
}

/// Every component, by edition.
pub(super) struct Resolved<'a> {
    pub(super) groups: Vec<Group<'a>>,
    pub(super) unknown: Vec<Unresolved>,
}

impl<'a> Resolved<'a> {
    pub(super) fn new(view: &View<'a>, assignment: &Assignment, vesting: Option<Date>) -> Self {
        let layers: Vec<&'a LayerAtlas> = view.layers().collect();
        let find = |id: &LayerId| layers.iter().copied().find(|layer| layer.layer().id == *id);
        let mut groups: BTreeMap<(&LayerId, &EditionId), Vec<Component<'a>>> = BTreeMap::new();
        let (mut unknown, mut seen) = (Vec::new(), HashSet::new());
        for one in &assignment.components {
            match find_component(find, &one.layer, &one.code, vesting) {
                Err(reason) => unknown.push(Unresolved {
                    layer: one.layer.to_string(),
                    code: one.code.clone(),
                    reason: view.with_successors(&one.layer.layer, &one.code, &reason),
                }),
                Ok(found) => {
                    let key = (&found.layer.layer().id, &found.area.version.edition);
                    // Named twice for one area it counts once; for two areas, in both.
                    if seen.insert((key, found.area.version.code_or_id(), one.area)) {
                        groups.entry(key).or_default().push(Component {
                            layer: found.layer,
                            area: found.area,
                            to: one.area,
                            is_inferred: one.confidence == Confidence::Inferred
                                || found.area.version.inferred,
                        });
                    }
                }
            }
        }
        let group = |((layer, edition), components): ((&LayerId, &EditionId), _)| Group {
            layer: LayerRef { layer: layer.clone(), edition: Some(edition.clone()) },
            components,
        };
        Self { groups: groups.into_iter().map(group).collect(), unknown }
    }

    pub(super) fn components(&self) -> impl Iterator<Item = &Component<'a>> {
        self.groups.iter().flat_map(|group| &group.components)
    }

    /// The group whose areas are smallest: the level at which the option is drawn.
    pub(super) fn finest(&self) -> Option<&Group<'a>> {
        #[allow(clippy::cast_precision_loss)] // counts of areas
        let mean = |group: &Group<'_>| {
            let ground = group.components.iter().map(|one| one.area.version.region.area().0).sum::<f64>();
            ground / group.components.len().max(1) as f64
        };
        self.groups.iter().min_by(|a, b| mean(a).total_cmp(&mean(b)))
    }
}
