//! The table of components: what each area of each proposal is made of.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use super::{Read, columns, refusal};
use crate::{
    atlas::{View, layer_of_kind},
    boundary::LayerRef,
    import::{
        ImportError, Refusal,
        table::{self, Table, field},
    },
    scenario::{Assigned, Confidence, NotDrawn, ScenarioId},
};

/// The rows, with where their columns are.
pub(super) struct Rows {
    file: PathBuf,
    table: Table,
    id: usize,
    area: usize,
    kind: usize,
    code: usize,
    name: Option<usize>,
    confidence: Option<usize>,
}

/// Reads the table; that an area or type is missing is noted.
pub(super) fn rows(file: &Path, refusals: &mut Vec<Refusal>) -> Result<Rows, ImportError> {
    let table = table::read(file)?;
    let required = |names, purpose| columns::required(&table, names, purpose);
    let id = required(columns::ID, "name of the proposal")?;
    let area = required(columns::AREA, "area that the component goes to")?;
    let kind = required(columns::KIND, "type of the component")?;
    let code = required(columns::CODE, "code of the component")?;
    let optional = |names| columns::position(&table.columns, names);
    let (name, confidence) = (optional(columns::NAME), optional(columns::CONFIDENCE));
    for row in &table.rows {
        for column in [id, kind] {
            if field(row, column).is_none() {
                let at = (file.to_path_buf(), table::row(row));
                refusals.push(refusal(&at, None, format!("column “{}” is blank", table.called(column))));
            }
        }
    }
    Ok(Rows { file: file.to_path_buf(), table, id, area, kind, code, name, confidence })
}

impl Rows {
    pub fn len(&self) -> usize {
        self.table.rows.len()
    }

    /// The types that are used, each once.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        let kinds: HashSet<&str> = self.table.rows.iter().filter_map(|row| field(row, self.kind)).collect();
        kinds.into_iter()
    }

    /// Whether the table itself says that its areas are councils.
    pub fn is_of_councils(&self) -> bool {
        columns::position(&self.table.columns, columns::COUNCILS) == Some(self.area)
    }

    /// Gives every scenario its components. Returns how many rows are of scenarios that were left out.
    pub fn assign(
        &self,
        read: &mut [Read],
        left_out: &HashSet<ScenarioId>,
        view: &View<'_>,
        refusals: &mut Vec<Refusal>,
    ) -> usize {
        for one in read.iter_mut() {
            one.components.0.clone_from(&self.file);
        }
        let by_id: HashMap<ScenarioId, usize> =
            read.iter().enumerate().map(|(index, one)| (one.scenario.id.clone(), index)).collect();
        let mut layers: HashMap<&str, Result<LayerRef, String>> = HashMap::new();
        let mut skipped = 0;
        for row in &self.table.rows {
            let at = (self.file.clone(), table::row(row));
            let (Some(named), Some(kind)) = (field(row, self.id), field(row, self.kind)) else { continue };
            let mut refuse = |column: usize, reason: String| {
                let reason = format!("column “{}”: {reason}", self.table.called(column));
                refusals.push(refusal(&at, Some(named), reason));
            };
            let Ok(id) = named.parse::<ScenarioId>() else {
                refuse(self.id, "there is no such proposal".to_owned());
                continue;
            };
            let Some(&index) = by_id.get(&id) else {
                if left_out.contains(&id) {
                    skipped += 1;
                } else {
                    refuse(self.id, "there is no such proposal in the table of proposals".to_owned());
                }
                continue;
            };
            let scenario = &mut read[index].scenario;
            let area = area_of(field(row, self.area), &mut scenario.assignment.areas);
            let (code, confidence) =
                (field(row, self.code), self.confidence.and_then(|column| field(row, column)));
            let name = self.name.and_then(|column| field(row, column)).or(code).unwrap_or(kind);
            let layer = layers.entry(kind).or_insert_with(|| layer_of_kind(view, kind));
            let not_drawn = |reason: String| NotDrawn {
                kind: kind.to_owned(),
                code: code.map(str::to_owned),
                name: name.to_owned(),
                area,
                reason,
            };
            let part = not_drawn("only a part of it goes there, and no layer draws that part".to_owned());
            if part.is_part() {
                scenario.not_drawn.push(part);
                continue;
            }
            match (layer, code) {
                (Ok(layer), Some(code)) => {
                    scenario.assignment.components.push(Assigned {
                        layer: layer.clone(),
                        code: code.to_owned(),
                        area,
                        confidence: confidence_of(confidence),
                    });
                    read[index].components.1.push(at.1);
                }
                (Ok(layer), None) => {
                    refuse(self.code, format!("it is blank, and {} have codes", layer.layer));
                }
                (Err(_), None) => {
                    scenario
                        .not_drawn
                        .push(not_drawn(format!("no layer here draws “{kind}”, and it has no code")));
                }
                (Err(reason), Some(_)) => {
                    let reason = reason.clone();
                    refuse(self.kind, reason);
                }
            }
        }
        skipped
    }
}

/// The position of an area among the names, added where it is new; none for a component that goes to no area.
pub(super) fn area_of(named: Option<&str>, areas: &mut Vec<String>) -> Option<usize> {
    let name = named?.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if ["unassigned", "not assigned", "none", "no area", "n/a", "left out", ""].contains(&bare.as_str()) {
        return None;
    }
    let known = areas.iter().position(|area| area.to_lowercase() == name.to_lowercase());
    Some(known.unwrap_or_else(|| {
        areas.push(name);
        areas.len() - 1
    }))
}

/// Whatever is not plainly stated was inferred.
pub(super) fn confidence_of(words: Option<&str>) -> Confidence {
    let Some(words) = words else { return Confidence::Stated };
    let first = words.split([',', ';', ' ', '(']).next().unwrap_or_default();
    if first.eq_ignore_ascii_case("stated") { Confidence::Stated } else { Confidence::Inferred }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::stated(Some("stated"), Confidence::Stated)]
    #[case::with_a_remark(Some("stated, no geometry"), Confidence::Stated)]
    #[case::blank(None, Confidence::Stated)]
    #[case::inferred(Some("inferred"), Confidence::Inferred)]
    #[case::by_its_name(Some("stated-by-place-name"), Confidence::Inferred)]
    #[case::nowhere(Some("not named in any source"), Confidence::Inferred)]
    fn only_what_is_plainly_stated_is(#[case] words: Option<&str>, #[case] expected: Confidence) {
        assert_eq!(confidence_of(words), expected);
    }

    #[test]
    fn an_area_is_known_whatever_its_case_and_no_area_is_none() {
        let mut areas = Vec::new();
        assert_eq!(area_of(Some("North  Team"), &mut areas), Some(0));
        assert_eq!(area_of(Some("north team"), &mut areas), Some(0));
        assert_eq!(area_of(Some("(unassigned)"), &mut areas), None);
        assert_eq!(area_of(None, &mut areas), None);
        assert_eq!(areas, ["North Team"]);
    }
}
