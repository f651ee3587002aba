//! Which area a component is.

use jiff::civil::Date;

use crate::{
    atlas::{IndexedArea, LayerAtlas, View},
    boundary::{LayerId, LayerRef},
    scenario::ComponentKind,
};

/// An area that a scenario names as a component.
#[derive(Debug, Clone, Copy)]
pub struct FoundComponent<'a> {
    /// Its layer.
    pub layer: &'a LayerAtlas,
    /// The version of the area that is meant.
    pub area: &'a IndexedArea,
}

/// Why a component is no area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfound {
    /// There is no such layer.
    #[error("there is no layer “{0}” here")]
    NoLayer(LayerId),
    /// The layer has no such edition.
    #[error("layer {0} has no such edition")]
    NoEdition(LayerRef),
    /// No area ever had this code.
    #[error("{layer} has no area with the code or id “{code}”, on any date")]
    Unknown {
        /// The layer.
        layer: LayerId,
        /// The code.
        code: String,
    },
    /// There is an area with this code, on other days.
    #[error("“{name}” ({code}) of {layer} is not in force {when}: it is {periods}")]
    OtherDays {
        /// The layer.
        layer: LayerId,
        /// The code.
        code: String,
        /// Its name.
        name: String,
        /// The day or edition that was meant.
        when: String,
        /// When it is in force.
        periods: String,
    },
}

/// Finds the area that a component is. An edition that the component names is obeyed; otherwise it is the area as it is on the eve
/// of the vesting day, or, without one, as the layer has it last.
///
/// # Errors
/// [`Unfound`] says what there is instead.
pub fn find_component<'a>(
    find: impl Fn(&LayerId) -> Option<&'a LayerAtlas>,
    named: &LayerRef,
    code: &str,
    vesting: Option<Date>,
) -> Result<FoundComponent<'a>, Unfound> {
    let layer = find(&named.layer).ok_or_else(|| Unfound::NoLayer(named.layer.clone()))?;
    if named.edition.as_ref().is_some_and(|edition| layer.edition(edition).is_none()) {
        return Err(Unfound::NoEdition(named.clone()));
    }
    let versions = layer.versions(code);
    let Some(latest) = versions.last() else {
        let code = code.chars().take(80).collect();
        return Err(Unfound::Unknown { layer: named.layer.clone(), code });
    };
    let day = last_day(layer, vesting);
    let found = versions.iter().find(|area| area.version.holds(named.edition.as_ref(), day));
    found.map(|area| FoundComponent { layer, area }).ok_or_else(|| {
        let when = named
            .edition
            .as_ref()
            .map_or_else(|| format!("on {day}"), |edition| format!("in edition {edition}"));
        let mut periods: Vec<String> = versions.iter().map(|area| area.version.period.in_words()).collect();
        periods.dedup();
        Unfound::OtherDays {
            layer: named.layer.clone(),
            code: code.chars().take(80).collect(),
            name: latest.version.name.clone(),
            when,
            periods: periods.join(" and "),
        }
    })
}

/// The day on which components are meant that name no edition.
fn last_day(layer: &LayerAtlas, vesting: Option<Date>) -> Date {
    if let Some(eve) = vesting.and_then(|day| day.yesterday().ok())
        && layer.in_force(None, eve).next().is_some()
    {
        return eve;
    }
    let last = layer.editions().iter().max_by_key(|state| state.period.from());
    let period = last.map(|state| state.period).unwrap_or_default();
    period.until().and_then(|day| day.yesterday().ok()).or(period.from()).unwrap_or(Date::MAX)
}

/// The layer that a type of component means (`LAD25`, `wards`, `MSOA21`), with the edition that a year in it means: the last
/// that holds on a day of that year.
///
/// # Errors
/// What was looked for, in words.
pub fn layer_of_kind(view: &View<'_>, kind: &str) -> Result<LayerRef, String> {
    let read = ComponentKind::of(kind);
    // The whole of the type is a layer's own name before its digits are read as a year.
    let own = kind.trim().to_lowercase();
    let named = |name: &str| view.layers().find(|layer| layer.layer().id.as_str() == name);
    if let Some((name, asked)) = own.split_once('@')
        && let Some(layer) = named(name)
    {
        let mut editions = layer.editions().iter();
        let edition = editions.find(|state| state.edition.id.as_str().eq_ignore_ascii_case(asked));
        let edition = edition.ok_or_else(|| format!("layer {name} has no edition “{asked}”"))?;
        return Ok(LayerRef { layer: layer.layer().id.clone(), edition: Some(edition.edition.id.clone()) });
    }
    let Some(layer) = read.layers.iter().find_map(|name| named(name)) else {
        let looked = read.layers.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        return Err(format!("“{}” names no layer that is here: looked for {looked}", kind.trim()));
    };
    let id = layer.layer().id.clone();
    let is_own = id.as_str() == own;
    let Some(year) = read.year.filter(|_| !is_own) else { return Ok(LayerRef { layer: id, edition: None }) };
    let holds_in = |period: &crate::boundary::Period| {
        period.from().is_none_or(|from| from.year() <= year)
            && period.until().is_none_or(|until| Date::new(year, 1, 1).is_ok_and(|first| until > first))
    };
    let standing = layer.editions().iter().filter(|state| state.edition.amends.is_none());
    let meant = standing.filter(|state| holds_in(&state.period)).max_by_key(|state| state.period.from());
    let Some(state) = meant else {
        return Err(format!(
            "“{}” means {id} as they were in {year}, and no edition of {id} holds in that year",
            kind.trim()
        ));
    };
    Ok(LayerRef { layer: id, edition: Some(state.edition.id.clone()) })
}
