//! What an embedded map shows, as its address says.

use std::fmt::Write as _;

use jiff::civil::Date;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use crate::{
    asset::KindId,
    boundary::LayerRef,
    compare::Within,
    http::{
        ApiError,
        assets::named_kinds,
        clock::today,
        named::escaped,
        question::{Given, Question, shortened},
    },
    scenario::ScenarioId,
};

/// The sides that a picture may have, in pixels.
pub(super) const SIDES: std::ops::RangeInclusive<usize> = 160..=2_000;
/// The size of a picture that does not say.
pub(super) const SIZE: [usize; 2] = [720, 540];
/// The longest title, in characters.
const MOST_TITLE: usize = 120;

/// A map to show elsewhere.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
struct Described {
    /// The layer whose areas are shown: `LAYER` or `LAYER@EDITION`.
    #[param(example = "wards")]
    layer: Option<String>,
    /// A second layer, whose lines lie over the first.
    with: Option<String>,
    /// One place, `LAYER:CODE`: the map shows it whole, and marks it.
    #[param(example = "districts:E07000223")]
    area: Option<String>,
    /// A neighbourhood, by its id: the same as `area=neighbourhoods:ID`.
    neighbourhood: Option<String>,
    /// An option, by its id: the same as `layer=scenario.ID`.
    scenario: Option<String>,
    /// Kinds of asset, or groups of them, to mark.
    kinds: Option<String>,
    /// `today`, which follows the calendar (the default), or a date, on which the map stays.
    on: Option<String>,
    /// A colour for the ground, as six hexadecimal digits.
    #[param(example = "0b5d5e")]
    colour: Option<String>,
    /// A title in place of the one that says what is shown.
    title: Option<String>,
    /// `open` for a page whose list is open from the start; left out, a click opens it.
    list: Option<String>,
    /// `yes` for a picture of the map alone, for a page that says the rest beside it; `land` for the same without a word on it, land on sea,
    /// as the viewer's map begins.
    bare: Option<String>,
    /// What a picture shows, if not all of what it is of: west, south, east and north in degrees.
    #[param(example = "0.85,53.3,1.35,53.7")]
    bbox: Option<String>,
    /// How wide a picture is, in pixels.
    #[param(minimum = 160, maximum = 2000)]
    width: Option<usize>,
    /// How high a picture is, in pixels.
    #[param(minimum = 160, maximum = 2000)]
    height: Option<usize>,
    /// Pixels of a PNG to each of its width and height: 1 or 2.
    #[param(minimum = 1, maximum = 2)]
    scale: Option<usize>,
}

/// For which day a map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// For whichever day it is when it is looked at.
    Today,
    /// For one day.
    Fixed(Date),
}

impl Day {
    /// The date.
    pub fn date(self) -> Date {
        match self {
            Self::Today => today(),
            Self::Fixed(day) => day,
        }
    }
}

/// How much of a map and its words a picture has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    /// All of it.
    No,
    /// The map alone.
    Map,
    /// Its ground and lines alone, as land on sea.
    Land,
}

/// What a map shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EmbedView {
    pub layer: Option<LayerRef>,
    pub with: Option<LayerRef>,
    pub area: Option<Within>,
    pub kinds: Vec<KindId>,
    pub on: Day,
    pub colour: Option<String>,
    pub title: Option<String>,
    /// Whether the list is open from the start.
    pub is_list_open: bool,
}

/// What is asked: the map, and the size of its picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EmbedQuery {
    pub view: EmbedView,
    pub size: [usize; 2],
    pub scale: u8,
    /// How much of the map and its words the picture has.
    pub bare: Bare,
    /// West, south, east and north in degrees, if not of all that is shown.
    pub bbox: Option<[f64; 4]>,
}

impl EmbedQuery {
    /// The bare map of an option, as it is today.
    pub fn of_option(id: &ScenarioId, size: [usize; 2]) -> Self {
        let layer = Some(LayerRef { layer: id.layer(), edition: None });
        let view = EmbedView {
            layer,
            with: None,
            area: None,
            kinds: Vec::new(),
            on: Day::Today,
            colour: None,
            title: None,
            is_list_open: false,
        };
        Self { view, size, scale: 1, bare: Bare::Map, bbox: None }
    }
}

impl IntoParams for EmbedQuery {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(parameter_in)
    }
}

impl Question for EmbedQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let wrong = |param, reason: String| ApiError::Parameter { param, reason };
        let side = |param, fallback| given.whole(param, &SIDES).map(|side| side.unwrap_or(fallback));
        let mut layer: Option<LayerRef> = given.parsed("layer")?;
        if let Some(id) = given.parsed::<ScenarioId>("scenario")? {
            if layer.is_some() {
                return Err(wrong("scenario", "give either a layer or a scenario".to_owned()));
            }
            layer = Some(LayerRef { layer: id.layer(), edition: None });
        }
        let mut area: Option<Within> = given.parsed("area")?;
        if let Some(id) = given.text("neighbourhood") {
            if area.is_some() {
                return Err(wrong("neighbourhood", "give either an area or a neighbourhood".to_owned()));
            }
            let place = format!("neighbourhoods:{id}");
            area = Some(place.parse().map_err(|reason| wrong("neighbourhood", reason))?);
        }
        if layer.is_none() && area.is_none() {
            let reason = "name what to show, as layer=wards, area=districts:E07000223, neighbourhood=ID or scenario=ID";
            return Err(wrong("layer", reason.to_owned()));
        }
        let with: Option<LayerRef> = given.parsed("with")?;
        if with.is_some() && layer.is_none() {
            return Err(wrong("with", "a second layer needs a first: name it with layer=".to_owned()));
        }
        let is_list_open = match given.text("list") {
            None => false,
            Some("open") => true,
            Some(other) => {
                let reason = format!("“{}” is not open; leave it out otherwise", shortened(other));
                return Err(wrong("list", reason));
            }
        };
        let view = EmbedView {
            layer,
            with,
            area,
            kinds: given.text("kinds").map(named_kinds).transpose()?.unwrap_or_default(),
            on: day(given)?,
            colour: given.text("colour").map(colour).transpose()?,
            title: given.text("title").map(title).transpose()?,
            is_list_open,
        };
        Ok(Self {
            bare: bare(given)?,
            bbox: given.bbox()?,
            view,
            size: [side("width", SIZE[0])?, side("height", SIZE[1])?],
            scale: given.whole("scale", &(1..=2))?.map_or(1, |scale| if scale == 2 { 2 } else { 1 }),
        })
    }
}

fn day(given: &Given) -> Result<Day, ApiError> {
    match given.text("on") {
        None | Some("today") => Ok(Day::Today),
        Some(_) => Ok(given.on()?.map_or(Day::Today, Day::Fixed)),
    }
}

fn bare(given: &Given) -> Result<Bare, ApiError> {
    match given.text("bare") {
        None => Ok(Bare::No),
        Some("yes") => Ok(Bare::Map),
        Some("land") => Ok(Bare::Land),
        Some(other) => {
            let reason = format!("“{}” is neither yes nor land; leave it out otherwise", shortened(other));
            Err(ApiError::Parameter { param: "bare", reason })
        }
    }
}

fn colour(text: &str) -> Result<String, ApiError> {
    let is_colour = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let reason = || format!("“{}” is no colour: write six hexadecimal digits, as 0b5d5e", shortened(text));
    if is_colour {
        Ok(format!("#{}", text.to_ascii_lowercase()))
    } else {
        Err(ApiError::Parameter { param: "colour", reason: reason() })
    }
}

fn title(text: &str) -> Result<String, ApiError> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || title.chars().count() > MOST_TITLE {
        let reason = format!("a title has 1 to {MOST_TITLE} characters");
        return Err(ApiError::Parameter { param: "title", reason });
    }
    Ok(title)
}

impl EmbedView {
    /// What comes after `?` in the address that shows the same; the same map has the same words.
    pub fn address(&self) -> String {
        let mut out = String::new();
        let mut put = |name: &str, value: &str| {
            let and = if out.is_empty() { "" } else { "&" };
            // Writing to a string cannot fail.
            let _ = write!(out, "{and}{name}={}", escaped(value));
        };
        if let Some(layer) = &self.layer {
            put("layer", &layer.to_string());
        }
        if let Some(with) = &self.with {
            put("with", &with.to_string());
        }
        if let Some(area) = &self.area {
            put("area", &area.to_string());
        }
        if !self.kinds.is_empty() {
            put("kinds", &self.kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        }
        match self.on {
            Day::Today => put("on", "today"),
            Day::Fixed(day) => put("on", &day.to_string()),
        }
        if let Some(colour) = &self.colour {
            put("colour", colour.trim_start_matches('#'));
        }
        if let Some(title) = &self.title {
            put("title", title);
        }
        if self.is_list_open {
            put("list", "open");
        }
        out
    }
}
