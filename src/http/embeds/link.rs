//! Which map a link to this server stands for.

use std::collections::HashMap;

use axum::{extract::Query, http::Uri};

use super::query::EmbedView;
use crate::http::question::{Given, Question};

/// Reads the link of a page here as the map that it would be elsewhere; nothing for a page without one, for a foreign link, and for
/// what cannot be read.
pub(super) fn view_of(link: &str, public_url: &str) -> Option<EmbedView> {
    let rest = link.strip_prefix(public_url)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.split('#').next().unwrap_or_default();
    let query: Uri = format!("/?{}", query.split('#').next().unwrap_or_default()).parse().ok()?;
    let Query(given): Query<HashMap<String, String>> = Query::try_from_uri(&query).ok()?;
    let mut asked: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: Option<&String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            asked.push((name.to_owned(), value.clone()));
        }
    };
    match path {
        "/embed" | "/embed.svg" | "/embed.png" => {
            for name in [
                "layer",
                "with",
                "area",
                "neighbourhood",
                "scenario",
                "kinds",
                "on",
                "colour",
                "title",
                "list",
            ] {
                put(name, given.get(name));
            }
        }
        "" | "/" => {
            let area = given.get("area").and_then(|area| area.split_once('/'));
            put("area", area.map(|(layer, code)| format!("{layer}:{code}")).as_ref());
            let mut layers = given.get("layers").into_iter().flat_map(|layers| layers.split(','));
            put("layer", layers.next().map(str::to_owned).as_ref());
            put("with", layers.next().map(str::to_owned).as_ref());
            put("kinds", given.get("kinds"));
            put("on", given.get("on"));
        }
        "/compare" => {
            put("layer", given.get("a"));
            put("with", given.get("b"));
            put("area", given.get("in"));
            put("on", given.get("on"));
        }
        "/coverage" => {
            put("layer", given.get("by"));
            put("area", given.get("in"));
            put("kinds", given.get("kinds"));
            put("on", given.get("on"));
        }
        "/plan" => {
            put("scenario", given.get("id"));
            put("on", given.get("on"));
        }
        "/neighbourhoods" => {
            put("neighbourhood", given.get("id"));
            put("on", given.get("on"));
        }
        _ => return None,
    }
    super::query::EmbedQuery::read(&Given::of(asked)).ok().map(|query| query.view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HERE: &str = "https://maps.example.org";

    #[rstest]
    #[case::an_embed("/embed?layer=wards&on=today", "layer=wards&on=today")]
    #[case::an_open_list("/embed?layer=wards&list=open", "layer=wards&on=today&list=open")]
    #[case::two_layers(
        "/compare?a=wards&b=pcns&in=districts:D1&on=2027-04-01",
        "layer=wards&with=pcns&area=districts%3AD1&on=2027-04-01"
    )]
    #[case::an_area("/?area=districts/D1&map=50.8,-0.1,10", "area=districts%3AD1&on=today")]
    #[case::an_option("/plan?id=SURREY-2", "layer=scenario.surrey-2&on=today")]
    #[case::a_drawing(
        "/neighbourhoods?id=neighbourhoods-the-haven",
        "area=neighbourhoods%3Aneighbourhoods-the-haven&on=today"
    )]
    fn a_link_stands_for_a_map(#[case] link: &str, #[case] expected: &str) {
        let view = view_of(&format!("{HERE}{link}"), HERE).unwrap();
        assert_eq!(view.address().to_lowercase(), expected.to_lowercase());
    }

    #[rstest]
    #[case::foreign("https://elsewhere.example.org/embed?layer=wards")]
    #[case::a_neighbouring_name("https://maps.example.org.evil.example/embed?layer=wards")]
    #[case::script("javascript:alert(1)")]
    #[case::no_map("https://maps.example.org/sign-in")]
    #[case::nothing_named("https://maps.example.org/compare")]
    #[case::unreadable("https://maps.example.org/embed?layer=wards&colour=red")]
    fn other_links_stand_for_none(#[case] link: &str) {
        assert_eq!(view_of(link, HERE), None);
    }
}
