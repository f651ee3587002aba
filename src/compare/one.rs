//! One area, or one drawing, beside a whole layer.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    AreaLabel, CompareError, Comparison, Edge, Kind, Side, Sources, WeightRef,
    answer::{Layers, between},
    cite,
};
use crate::{
    atlas::{PreparedGround, View},
    boundary::{Family, Layer, LayerRef, Visibility},
    coterminosity::Thresholds,
    geometry::{Bng, Region},
    people::{Membership, MembershipRow},
};

/// What is held against a layer.
#[derive(Debug, Clone)]
pub enum Subject {
    /// An area of a layer, or an organisation of a membership layer, by code or id.
    Area {
        /// The layer.
        layer: LayerRef,
        /// The code or id.
        code: String,
    },
    /// Ground that somebody drew.
    Drawn(Arc<Region<Bng>>),
}

/// How much of one area lies in each area of a layer.
#[derive(Debug, Clone)]
pub struct OneQuestion {
    /// What is held against the layer.
    pub subject: Subject,
    /// The layer.
    pub with: LayerRef,
    /// What is counted.
    pub weight: Option<WeightRef>,
    /// The date.
    pub on: Date,
    /// Where the lines are drawn between words.
    pub thresholds: Thresholds,
}

/// Holds one area, or one drawing, against a layer: a comparison whose layer A has that one area.
///
/// # Errors
/// [`CompareError`], when the area, the layer or the weight is not there.
pub fn compare_one(view: &View<'_>, question: &OneQuestion) -> Result<Comparison, CompareError> {
    let on = question.on;
    let b = Side::find(view, &question.with, on)?;
    let a = match &question.subject {
        Subject::Drawn(region) => drawn(region),
        Subject::Area { layer, code } => one_of(view, layer, code, on)?,
    };
    let of_a = match &question.subject {
        Subject::Drawn(_) => Vec::new(),
        Subject::Area { .. } => cite::of_side(view, &a, on),
    };
    let sources = Sources { a: of_a, b: cite::of_side(view, &b, on), ..Sources::default() };
    let edges = [Edge::default(), Edge::default()];
    let layers = Layers { a, b, sources, edges, place: None, within: None };
    let answer = between(view, layers, question.weight.as_ref(), on, &question.thresholds)?;
    // A drawing that was sent is rounded by those who answer about it, once they have computed with it.
    Ok(if matches!(question.subject, Subject::Drawn(_)) { answer } else { answer.told() })
}

fn one_of(view: &View<'_>, asked: &LayerRef, code: &str, on: Date) -> Result<Side, CompareError> {
    let mut side = Side::find(view, asked, on)?;
    if let Some(lists) = side.listed() {
        let at = lists.organisation(code).ok_or_else(|| crate::atlas::AskError::UnknownArea {
            layer: asked.layer.clone(),
            asked: code.chars().take(80).collect(),
        })?;
        side.kind = Kind::Lists(Arc::new(only(lists, at)));
        side.areas = vec![side.areas[at as usize].clone()];
        return Ok(side);
    }
    let layer = view.layer(asked, on)?;
    let area = layer.area(code)?;
    let at = side.areas.iter().position(|label| label.id == area.version.id.as_str()).unwrap_or(0);
    side.keep(&[at], layer.one(area));
    Ok(side)
}

/// One organisation's list alone.
fn only(lists: &Membership, organisation: u32) -> Membership {
    let rows = lists.rows.iter().filter(|row| row.organisation == organisation);
    Membership {
        organisations: vec![lists.organisations[organisation as usize].clone()],
        rows: rows.map(|row| MembershipRow { organisation: 0, ..row.clone() }).collect(),
        ..lists.clone()
    }
}

fn drawn(region: &Arc<Region<Bng>>) -> Side {
    let mut hasher = blake3::Hasher::new();
    for polygon in region.shape() {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for point in &ring.0 {
                hasher.update(&point.x.to_le_bytes()).update(&point.y.to_le_bytes());
            }
            hasher.update(b"/");
        }
    }
    let key = format!("drawn~{}", hasher.finalize().to_hex());
    let label = AreaLabel { code: "drawn".to_owned(), id: "drawn".to_owned(), name: "Drawing".to_owned() };
    let ground = PreparedGround::new(key, vec![("drawn".to_owned(), Arc::clone(region))]);
    let id = crate::boundary::LayerId::drawn();
    Side {
        asked: LayerRef { layer: id.clone(), edition: None },
        layer: Layer {
            id,
            title: "Drawings".to_owned(),
            singular: "drawing".to_owned(),
            family: Family::Community,
            order: 0,
            visibility: Visibility::Public,
            description: None,
        },
        areas: vec![label],
        kind: Kind::Ground(Arc::new(ground)),
    }
}
