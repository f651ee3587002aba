//! What is said of a sheet besides its rows.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use super::PREFIX;
use crate::{
    asset::{KindId, ListId, kinds},
    boundary::Visibility,
    http::{
        ApiError,
        question::{Given, Question, shortened},
    },
    import::assets::AssetField,
};

/// The longest of any text, in characters.
const MOST_CHARS: usize = 300;

/// What is said of a sheet besides its rows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
struct Described {
    /// What the list is called for people.
    #[param(example = "Village halls 2026")]
    title: Option<String>,
    /// The list that the sheet is to replace: the `list` of an earlier answer. When left out it is made of the title.
    list: Option<String>,
    /// What the assets are, where a row does not say.
    #[param(example = "community-centre")]
    kind: Option<String>,
    /// Which columns hold what, as JSON: a field to a column or to several, by name. A field with none (`[]`) has no column. Fields
    /// that are not named are guessed by the names of the columns.
    #[param(example = json!("{\"name\":\"Venue\",\"address\":[\"Street\",\"Town\"],\"notes\":[]}"))]
    map: Option<String>,
    /// The sheet of a workbook that has several.
    table: Option<String>,
    /// `signed-in` keeps the list from everybody else; `public` when left out. Only for publishing.
    visibility: Option<String>,
    /// Whether it is a register of all there are. Only for publishing.
    complete: Option<bool>,
    /// Publish the good rows although others cannot be used. Only for publishing.
    skip_bad: Option<bool>,
    /// The file's name, or where else the sheet comes from.
    source: Option<String>,
    /// Who drew it up.
    publisher: Option<String>,
    /// The licence it may be used under.
    licence: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
}

/// What is said of a sheet besides its rows.
#[derive(Debug, Clone)]
pub(super) struct SheetQuery {
    pub title: Option<String>,
    pub list: ListId,
    pub kind: Option<KindId>,
    /// Fields with their columns.
    pub map: Vec<(AssetField, String)>,
    /// Fields that have no column.
    pub without: Vec<AssetField>,
    pub table: Option<String>,
    pub visibility: Visibility,
    pub complete: bool,
    pub skip_bad: bool,
    pub source: Option<String>,
    pub publisher: Option<String>,
    pub licence: Option<String>,
    pub attribution: Option<String>,
}

impl IntoParams for SheetQuery {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(parameter_in)
    }
}

impl Question for SheetQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let title = text(given, "title")?;
        let list = match given.parsed::<ListId>("list")? {
            Some(list) if list.as_str().starts_with(PREFIX) => list,
            Some(list) => {
                let reason = format!(
                    "“{list}” was not brought as a sheet and is not replaced by one: correct its assets one by one, or leave list out"
                );
                return Err(ApiError::Parameter { param: "list", reason });
            }
            None => ListId::of_words(&format!("{PREFIX}{}", title.as_deref().unwrap_or("assets"))),
        };
        let kind = given.text("kind").map(|word| kinds().find(word)).transpose();
        let kind = kind.map_err(|error| ApiError::Parameter { param: "kind", reason: error.to_string() })?;
        let (map, without) = map(given.text("map"))?;
        let visibility = match given.text("visibility") {
            None | Some("public") => Visibility::Public,
            Some("signed-in") => Visibility::SignedIn,
            Some(_) => return Err(unfit("visibility", "write public or signed-in")),
        };
        Ok(Self {
            title,
            list,
            kind: kind.map(|kind| kind.id.clone()),
            map,
            without,
            table: text(given, "table")?,
            visibility,
            complete: flag(given, "complete")?,
            skip_bad: flag(given, "skip_bad")?,
            source: text(given, "source")?,
            publisher: text(given, "publisher")?,
            licence: text(given, "licence")?,
            attribution: text(given, "attribution")?,
        })
    }
}

fn unfit(param: &'static str, reason: &str) -> ApiError {
    ApiError::Parameter { param, reason: reason.to_owned() }
}

fn flag(given: &Given, param: &'static str) -> Result<bool, ApiError> {
    match given.text(param) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(unfit(param, "write true or false")),
    }
}

fn text(given: &Given, param: &'static str) -> Result<Option<String>, ApiError> {
    let text = given.text(param).map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > MOST_CHARS || text.contains(char::is_control) => {
            Err(unfit(param, &format!("at most {MOST_CHARS} characters, on one line")))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// A column, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Columns {
    One(String),
    Several(Vec<String>),
    None,
}

type Map = (Vec<(AssetField, String)>, Vec<AssetField>);

fn map(text: Option<&str>) -> Result<Map, ApiError> {
    let Some(text) = text else { return Ok((Vec::new(), Vec::new())) };
    let wrong = |reason: String| ApiError::Parameter { param: "map", reason };
    let read: BTreeMap<String, Columns> = serde_json::from_str(text).map_err(|_| {
        wrong(format!(
            "“{}” is no JSON of fields with their columns, as {{\"name\":\"Venue\"}}",
            shortened(text)
        ))
    })?;
    let (mut map, mut without) = (Vec::new(), Vec::new());
    for (field, columns) in read {
        let field: AssetField = field.parse().map_err(wrong)?;
        let columns = match columns {
            Columns::One(column) => vec![column],
            Columns::Several(columns) => columns,
            Columns::None => Vec::new(),
        };
        if columns.is_empty() {
            without.push(field);
        }
        map.extend(columns.into_iter().map(|column| (field, column)));
    }
    Ok((map, without))
}
