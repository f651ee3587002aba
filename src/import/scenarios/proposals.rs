//! The table of proposals: what is said of each.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use super::{Read, ScenarioDefaults, columns, refusal};
use crate::{
    import::{
        ImportError, Refusal,
        table::{self, field},
    },
    scenario::{Scenario, ScenarioId, Status, Vesting},
};

/// Scenarios, the names of those that were left out, and what is wrong.
type Proposals = (Vec<Read>, HashSet<ScenarioId>, Vec<Refusal>);

/// Reads the proposals; they have no components yet.
pub(super) fn read(
    file: &Path,
    only: Option<&(String, Vec<String>)>,
    defaults: &ScenarioDefaults,
) -> Result<Proposals, ImportError> {
    let table = table::read(file)?;
    let id = columns::required(&table, columns::ID, "name of the proposal")?;
    let wanted = only
        .map(|(column, values)| Ok::<_, ImportError>((table.column(file, column, "choice of rows")?, values)))
        .transpose()?;
    let column = |names| columns::position(&table.columns, names);
    let known = Columns {
        title: column(columns::TITLE),
        place: column(columns::PLACE),
        status: column(columns::STATUS),
        status_date: column(columns::STATUS_DATE),
        vesting: column(columns::VESTING),
        source: column(columns::SOURCE),
        notes: column(columns::NOTES),
        purpose: column(columns::PURPOSE),
        guide: column(columns::GUIDE),
        visibility: column(columns::VISIBILITY),
        modified_from: column(columns::MODIFIED_FROM),
        combines: column(columns::COMBINES),
    };
    let (mut read, mut left_out, mut refusals) = (Vec::<Read>::new(), HashSet::new(), Vec::new());
    for row in &table.rows {
        let at = (file.to_path_buf(), table::row(row));
        let mut refuse = |area: Option<&str>, column: usize, reason: String| {
            let reason = format!("column “{}”: {reason}", table.called(column));
            refusals.push(refusal(&at, area, reason));
        };
        let Some(name) = field(row, id) else {
            refuse(None, id, "a proposal needs a name".to_owned());
            continue;
        };
        let name: ScenarioId = match name.parse() {
            Ok(name) => name,
            Err(error) => {
                refuse(Some(name), id, format!("{error}"));
                continue;
            }
        };
        if let Some((column, values)) = &wanted
            && !field(row, *column).is_some_and(|value| values.iter().any(|wanted| wanted == value))
        {
            left_out.insert(name);
            continue;
        }
        if let Some(before) = read.iter().find(|one| one.scenario.id == name) {
            let reason = format!("{name} is in row {} already", before.at.1);
            refuse(Some(name.as_str()), id, reason);
            continue;
        }
        let mut wrong = Vec::new();
        let scenario = known.scenario(&name, row, defaults, &mut wrong);
        for (column, reason) in wrong {
            refuse(Some(name.as_str()), column, reason);
        }
        read.push(Read { scenario, at: at.clone(), components: (PathBuf::new(), Vec::new()) });
    }
    Ok((read, left_out, refusals))
}

/// Where the columns are, of those that there are.
struct Columns {
    title: Option<usize>,
    place: Option<usize>,
    status: Option<usize>,
    status_date: Option<usize>,
    vesting: Option<usize>,
    source: Option<usize>,
    notes: Option<usize>,
    purpose: Option<usize>,
    guide: Option<usize>,
    visibility: Option<usize>,
    modified_from: Option<usize>,
    combines: Option<usize>,
}

impl Columns {
    fn scenario(
        &self,
        id: &ScenarioId,
        row: &csv::StringRecord,
        defaults: &ScenarioDefaults,
        wrong: &mut Vec<(usize, String)>,
    ) -> Scenario {
        let text = |column: Option<usize>| column.and_then(|column| field(row, column)).map(str::to_owned);
        let mut scenario = Scenario::named(id.clone(), &text(self.title).unwrap_or_else(|| id.to_string()));
        scenario.place = text(self.place);
        scenario.status_date = text(self.status_date);
        scenario.notes = text(self.notes);
        scenario.purpose = defaults.purpose.unwrap_or_default();
        scenario.guide_people = defaults.guide_people;
        scenario.visibility = defaults.visibility;
        scenario.provenance = defaults.provenance.clone();
        scenario.provenance.source = text(self.source).or(scenario.provenance.source);
        read_into(row, self.status, wrong, |words| {
            scenario.status = Status::of_words(words).map_err(|error| error.to_string())?;
            scenario.status_text = (scenario.status.as_str() != words).then(|| words.to_owned());
            Ok(())
        });
        read_into(row, self.vesting, wrong, |words| {
            scenario.vesting = Some(Vesting::of_words(words).map_err(|error| error.to_string())?);
            Ok(())
        });
        read_into(row, self.purpose, wrong, |words| {
            scenario.purpose = words.parse().map_err(|error| format!("{error}"))?;
            Ok(())
        });
        read_into(row, self.guide, wrong, |words| {
            let people = words.replace([',', ' '], "").parse().ok().filter(|&people| people > 0);
            scenario.guide_people =
                Some(people.ok_or_else(|| format!("“{words}” is no number of people, such as 500000"))?);
            Ok(())
        });
        read_into(row, self.visibility, wrong, |words| {
            scenario.visibility = words.parse()?;
            Ok(())
        });
        read_into(row, self.modified_from, wrong, |words| {
            scenario.modified_from = Some(words.parse().map_err(|error| format!("{error}"))?);
            Ok(())
        });
        read_into(row, self.combines, wrong, |words| {
            let names = words.split([',', ';', ' ', '+']).filter(|name| !name.is_empty());
            scenario.combines = names
                .map(|name| name.parse().map_err(|error| format!("{error}")))
                .collect::<Result<_, _>>()?;
            Ok(())
        });
        scenario
    }
}

/// Reads a field where there is one.
fn read_into(
    row: &csv::StringRecord,
    column: Option<usize>,
    wrong: &mut Vec<(usize, String)>,
    read: impl FnOnce(&str) -> Result<(), String>,
) {
    if let Some(column) = column
        && let Some(words) = field(row, column)
        && let Err(reason) = read(words)
    {
        wrong.push((column, reason));
    }
}
