//! What is known of the lists of publishers: small files in `data/presets/`, not code.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::{
    AssetField, KindRule, Rules, Sheet, StatusRule,
    field::plain,
    rules::{Header, RunByRule},
};
use crate::{
    asset::{KindId, RunBy, Status},
    boundary::Provenance,
    import::ImportError,
};

/// Every preset by its name.
const PRESETS: [(&str, &str); 11] = [
    ("edispensary", include_str!("../../../data/presets/edispensary.toml")),
    ("epcn", include_str!("../../../data/presets/epcn.toml")),
    ("epcn-practices", include_str!("../../../data/presets/epcn-practices.toml")),
    ("epraccur", include_str!("../../../data/presets/epraccur.toml")),
    ("food-hygiene", include_str!("../../../data/presets/food-hygiene.toml")),
    ("greenspace", include_str!("../../../data/presets/greenspace.toml")),
    ("libraries", include_str!("../../../data/presets/libraries.toml")),
    ("open-referral", include_str!("../../../data/presets/open-referral.toml")),
    ("os-open-names", include_str!("../../../data/presets/os-open-names.toml")),
    ("os-building-theme", include_str!("../../../data/presets/os-building-theme.toml")),
    ("overpass", include_str!("../../../data/presets/overpass.toml")),
];

/// How a file is read that is no plain table and has no plain shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Special {
    /// What the Overpass API answers with.
    Overpass,
    /// Open Referral UK.
    OpenReferral,
}

/// What is known of a publisher's list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name in data.
    #[serde(skip)]
    pub name: String,
    /// What such a list is called for people.
    pub title: String,
    /// What its assets are, where a row does not say.
    pub kind: Option<KindId>,
    /// Whether it is a register of all there are.
    #[serde(default)]
    pub complete: bool,
    /// The table of a file that has several.
    pub table: Option<String>,
    /// How it is read, where it is no plain table.
    pub reader: Option<Special>,
    publisher: Option<String>,
    licence: Option<String>,
    attribution: Option<String>,
    #[serde(default)]
    generation: Vec<Generation>,
}

/// One form in which a list has been published. The first that fits a file is meant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Generation {
    name: String,
    header: bool,
    width: Option<usize>,
    like: Option<Like>,
    map: BTreeMap<String, String>,
    #[serde(default)]
    status: Vec<Words>,
    kinds: Option<Words>,
    run_by: Option<Words>,
}

/// What most values of a column look like, `?` any one character.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Like {
    column: String,
    not: String,
}

/// What the words of a column mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    column: String,
    #[serde(rename = "words")]
    known: BTreeMap<String, String>,
    other: Option<String>,
}

impl Preset {
    /// The preset of this name.
    ///
    /// # Errors
    /// A sentence with those there are.
    pub fn named(name: &str) -> Result<&'static Self, String> {
        static READ: LazyLock<Vec<Preset>> = LazyLock::new(|| {
            let read = PRESETS.iter().filter_map(|(name, text)| Preset::parse(name, text).ok());
            read.collect()
        });
        READ.iter().find(|preset| preset.name == name).ok_or_else(|| {
            let known = PRESETS.map(|(name, _)| name).join(", ");
            format!("“{}” is no preset: choose one of {known}", name.chars().take(40).collect::<String>())
        })
    }

    /// What is known of files of a special form.
    pub(super) fn of(special: Special) -> Option<&'static Self> {
        let name = match special {
            Special::Overpass => "overpass",
            Special::OpenReferral => "open-referral",
        };
        Self::named(name).ok()
    }

    fn parse(name: &str, text: &str) -> Result<Self, toml::de::Error> {
        Ok(Self { name: name.to_owned(), ..toml::from_str(text)? })
    }

    /// Whether a first line names columns: it has a name that one of the forms knows.
    pub(super) fn header(&self) -> Header {
        let headed = self.generation.iter().filter(|form| form.header);
        let columns = headed.flat_map(|form| form.map.values()).flat_map(|column| column.split('+'));
        Header::Names(columns.map(plain).collect())
    }

    /// Where such a list comes from, as far as the caller does not say.
    pub(super) fn under(&self, said: &Provenance) -> Provenance {
        Provenance {
            publisher: said.publisher.clone().or_else(|| self.publisher.clone()),
            licence: said.licence.clone().or_else(|| self.licence.clone()),
            attribution: said.attribution.clone().or_else(|| self.attribution.clone()),
            ..said.clone()
        }
    }

    /// The rules for a sheet, and the name of the form that it has.
    pub(super) fn rules(&self, sheet: &Sheet) -> Result<(Rules, Option<String>), ImportError> {
        let rules = Rules { kind: self.kind.clone(), ..Rules::default() };
        if self.generation.is_empty() {
            return Ok((rules, None));
        }
        let Some(form) = self.generation.iter().find(|form| form.fits(sheet)) else {
            let known: Vec<String> = self.generation.iter().map(Generation::described).collect();
            let reason = format!(
                "it is not as “{}” files are: it has {} columns{}; known are {}",
                self.name,
                sheet.width(),
                if sheet.columns.is_empty() { " without names" } else { "" },
                known.join("; ")
            );
            return Err(ImportError::Table { file: sheet.file.clone(), reason });
        };
        let wrong = |reason: String| ImportError::Table { file: sheet.file.clone(), reason };
        let purpose = "preset";
        let mut map = Vec::new();
        for (field, columns) in &form.map {
            let field: AssetField = field.parse().map_err(wrong)?;
            for column in columns.split('+') {
                // An address may have fewer lines than its publisher's form has room for.
                if sheet.column(column, purpose).is_ok() || !field.may_be_several() {
                    map.push((field, column.to_owned()));
                }
            }
        }
        let mut rules = Rules { map, ..rules };
        for words in &form.status {
            let column = sheet.column(&words.column, purpose)?;
            let (words, other) = words.parsed(str::parse::<Status>).map_err(wrong)?;
            rules.status.push(StatusRule { column, words, other });
        }
        if let Some(words) = &form.kinds {
            let column = sheet.column(&words.column, purpose)?;
            let (known, other) = words.parsed(str::parse::<KindId>).map_err(wrong)?;
            rules.kinds = Some(KindRule { column, words: known, other });
        }
        if let Some(words) = &form.run_by {
            let column = sheet.column(&words.column, purpose)?;
            let (words, other) = words.parsed(str::parse::<RunBy>).map_err(wrong)?;
            rules.run_by_words = Some(RunByRule { column, words, other });
        }
        Ok((rules, Some(form.name.clone())))
    }
}

impl Generation {
    fn described(&self) -> String {
        match self.width {
            Some(width) => format!("{} ({width} columns)", self.name),
            None => self.name.clone(),
        }
    }

    fn fits(&self, sheet: &Sheet) -> bool {
        let is_headed = !sheet.columns.is_empty();
        let has_columns = || {
            let single = self
                .map
                .iter()
                .filter(|(field, _)| field.parse::<AssetField>().is_ok_and(|field| !field.may_be_several()));
            single
                .flat_map(|(_, column)| column.split('+'))
                .all(|column| sheet.column(column, "preset").is_ok())
        };
        self.header == is_headed
            && self.width.is_none_or(|width| width == sheet.width())
            && has_columns()
            && self.like.as_ref().is_none_or(|like| like.holds(sheet))
    }
}

impl Like {
    /// Whether fewer than half of the values that a column has look so.
    fn holds(&self, sheet: &Sheet) -> bool {
        let Ok(column) = sheet.column(&self.column, "preset") else { return false };
        let values = sheet.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.trim());
        let (mut alike, mut all) = (0_usize, 0_usize);
        for value in values.filter(|value| !value.is_empty()) {
            all += 1;
            let fits = value.chars().count() == self.not.chars().count()
                && value.chars().zip(self.not.chars()).all(|(c, wanted)| wanted == '?' || c == wanted);
            alike += usize::from(fits);
        }
        alike * 2 < all
    }
}

/// What words mean, in lower case, and what any other does.
type Meaning<T> = (BTreeMap<String, T>, Option<T>);

impl Words {
    fn parsed<T, E: std::fmt::Display>(&self, parse: fn(&str) -> Result<T, E>) -> Result<Meaning<T>, String> {
        let told = |text: &str| parse(text).map_err(|error| error.to_string());
        let words = self.known.iter().map(|(word, meaning)| Ok((word.trim().to_lowercase(), told(meaning)?)));
        Ok((words.collect::<Result<_, String>>()?, self.other.as_deref().map(told).transpose()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::kinds;

    #[test]
    fn every_preset_can_be_read_and_speaks_of_known_kinds_and_fields() {
        for (name, text) in PRESETS {
            let preset = Preset::parse(name, text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(preset.kind.iter().all(|kind| kinds().get(kind).is_some()), "{name}");
            for form in &preset.generation {
                assert!(form.map.keys().all(|field| field.parse::<AssetField>().is_ok()), "{name}");
                if let Some(words) = &form.kinds {
                    let all = words.known.values().chain(&words.other);
                    assert!(all.clone().all(|kind| kinds().find(kind).is_ok()), "{name}");
                }
                for words in &form.status {
                    words.parsed(str::parse::<Status>).unwrap();
                }
            }
            assert_eq!(Preset::named(name).unwrap().name, name);
        }
        assert!(Preset::named("nothing").unwrap_err().contains("edispensary, epcn"));
    }
}
