//! The answer in words.

use super::{Coverage, Reached};
use crate::{
    asset::kinds,
    compare::{format_km2, lower, whole},
    people::grouped,
};

/// Metres in a mile.
const MILE_M: f64 = 1_609.344;

impl Coverage {
    /// The answer in one sentence: who is without, where, how far, how many of them in which class.
    #[must_use]
    pub fn headline(&self) -> String {
        let (place, what) = (self.where_in_words(), self.kinds_in_words());
        let recorded = if self.found.is_complete() { "" } else { " recorded" };
        let near = format!("within {} in a straight line", distance_in_words(self.question.within_m));
        let Some((people, counted)) = self.whole.people.as_ref().zip(self.counted.as_ref()) else {
            let Some(ground) = self.whole.ground else { return format!("Nobody is counted in {place}.") };
            let without = format_km2(ground.without_m2() / 1e6);
            return format!("{without} of {place} has no {what}{recorded} {near}.");
        };
        let who = if counted.weight == "residents" { "people" } else { counted.weight.as_str() };
        if people.total < 0.5 {
            return format!("Nobody is counted in {place}.");
        }
        let without = people.without();
        if without < 0.5 {
            return format!("All {who} in {place} have a {what}{recorded} {near}.");
        }
        let lead = if people.within < 0.5 {
            format!("None of the {} {who} in {place} have a {what}{recorded} {near}", whole(people.total))
        } else {
            format!("About {} {who} in {place} have no {what}{recorded} {near}", rounded(without))
        };
        match self.class_in_words(people) {
            Some(class) => format!("{lead}: {class}."),
            None => format!("{lead}."),
        }
    }

    /// The class with the largest share without, and how many of those without are in it.
    fn class_in_words(&self, people: &Reached) -> Option<String> {
        let names = &self.counted.as_ref()?.classes;
        let without = |[total, within]: &[f64; 2]| (total - within).max(0.0);
        let share = |class: &[f64; 2]| if class[0] > 0.0 { without(class) / class[0] } else { 0.0 };
        let worst = names.iter().zip(&people.classes).max_by(|a, b| share(a.1).total_cmp(&share(b.1)))?;
        let some = without(worst.1);
        (names.len() > 1 && some >= 0.5)
            .then(|| format!("about {} of them in {} areas", rounded(some), lower(worst.0)))
    }

    fn where_in_words(&self) -> String {
        match (&self.place, self.by.areas.as_slice()) {
            (Some((_, place)), _) => place.name.clone(),
            (None, [area]) => area.name.clone(),
            (None, areas) => format!("these {} {}", grouped(areas.len()), lower(&self.by.layer.title)),
        }
    }

    /// "library", "library or community centre".
    fn kinds_in_words(&self) -> String {
        let name = |kind| kinds().get(kind).map_or_else(|| format!("{kind}"), |kind| lower(&kind.name));
        let names: Vec<String> = self.question.kinds.iter().map(name).collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }

    /// How the figures were worked out.
    #[must_use]
    pub fn method_in_words(&self) -> String {
        let ground = "Ground within reach is the union of circles around the assets (around their edges, for those that are ground), planar, on the British National Grid.";
        let Some(counted) = &self.counted else { return ground.to_owned() };
        let (weight, blocks, method) = (&counted.weight, &counted.blocks, &counted.method);
        let placed = match (method.blocks_at_points, method.blocks_on_ground) {
            (0, _) => format!(
                "Each block’s {weight} ({blocks}) are spread evenly over its ground, and those on ground within reach count; nearest distances are from a place inside each block."
            ),
            (_, 0) => format!(
                "Each block’s {weight} ({blocks}) are spread evenly over its postcodes, and those at postcodes within the distance count; nearest distances are from each postcode."
            ),
            (_, some) => format!(
                "Each block’s {weight} ({blocks}) are spread evenly over its postcodes, and those at postcodes within the distance count; in {} blocks without a postcode ({} {weight}) over their ground. Nearest distances are from each postcode, or from a place inside a block without one.",
                grouped(some),
                whole(method.people_on_ground),
            ),
        };
        let mut said = format!("{placed} {ground} Mean distances are means over {weight}.");
        if method.blocks_at_points > 0 && method.postcodes_of_unknown_status > 0 {
            said.extend([
                " ",
                &grouped(method.postcodes_of_unknown_status),
                " postcodes are used though it is not known whether they are still in use.",
            ]);
        }
        if let Some(scope) = &counted.scope {
            said.extend([" The lists are those of ", scope, "."]);
        }
        said
    }

    /// What a reader has to know besides: lists that may not have everything, that stop at the border, that were left out;
    /// assets that do not count, and why.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let found = &self.found;
        let mut notes = Vec::new();
        let titles = |lists: &mut dyn Iterator<Item = &str>| lists.collect::<Vec<_>>().join("; ");
        if found.lists.is_empty() {
            notes.push(format!("No list that is loaded has a {}.", self.kinds_in_words()));
        }
        let partial =
            titles(&mut found.lists.iter().filter(|list| !list.complete).map(|list| list.title.as_str()));
        if !partial.is_empty() {
            notes.push(format!(
                "Not every list says that it has all there are ({partial}): where none is recorded there may be one."
            ));
        }
        if let Some(edge) = self.edge_in_words() {
            notes.push(edge);
        }
        if !found.left_out.is_empty() {
            let lists = titles(&mut found.left_out.iter().map(|list| list.title.as_str()));
            notes.push(format!(
                "Left out, because their licence asks that what is made with them be shared alike: {lists}. Ask with share_alike=include to use them, too."
            ));
        }
        let mixed = found.lists.iter().filter(|list| list.share_alike);
        let mixed = titles(&mut mixed.map(|list| list.title.as_str()));
        if !mixed.is_empty() {
            notes.push(format!("Made with lists whose licence asks that this be shared alike: {mixed}."));
        }
        let apart = [
            (found.closed, "closed"),
            (found.planned, "planned"),
            (found.without_place, "open, but nobody knows where"),
        ];
        let apart: Vec<String> = apart
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{} {why}", grouped(*count)))
            .collect();
        if !apart.is_empty() {
            notes.push(format!("Not counted: {}.", apart.join(", ")));
        }
        if found.verified.stale > 0 {
            notes.push(format!(
                "{} of the {} that count were last verified more than two years before.",
                grouped(found.verified.stale),
                grouped(found.sites.all().len())
            ));
        }
        notes
    }

    /// That lists stop at the border, where they do.
    #[must_use]
    pub fn edge_in_words(&self) -> Option<String> {
        let lists = self.stop_at_border.iter().filter_map(|&list| self.found.lists.get(list));
        let titles: Vec<&str> = lists.map(|list| list.title.as_str()).collect();
        (!titles.is_empty()).then(|| {
            format!(
                "Nothing outside {} is in {}: near the edge there may be one just across that is not counted.",
                self.where_in_words(),
                titles.join("; ")
            )
        })
    }
}

/// An estimate as people say it: to the ten, from ten thousand on to the hundred.
fn rounded(people: f64) -> String {
    let step = if people < 50.0 {
        1.0
    } else if people < 10_000.0 {
        10.0
    } else {
        100.0
    };
    whole((people / step).round() * step)
}

/// "800 m (about half a mile)", "a mile".
pub(super) fn distance_in_words(metres: f64) -> String {
    let miles = metres / MILE_M;
    if (miles - 1.0).abs() < 0.001 {
        return "a mile".to_owned();
    }
    let written = if metres < 1_000.0 { format!("{metres} m") } else { format!("{} km", metres / 1_000.0) };
    let close = |to: f64| (miles - to).abs() < 0.03 * to;
    let about = if close(0.25) {
        "a quarter of a mile".to_owned()
    } else if close(0.5) {
        "half a mile".to_owned()
    } else if close(1.0) {
        "a mile".to_owned()
    } else if miles < 1.0 {
        return written;
    } else {
        let miles = format!("{miles:.1}");
        format!("{} miles", miles.strip_suffix(".0").unwrap_or(&miles))
    };
    format!("{written} (about {about})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(800.0, "800 m (about half a mile)")]
    #[case(1_600.0, "1.6 km (about a mile)")]
    #[case(1_609.344, "a mile")]
    #[case(5_000.0, "5 km (about 3.1 miles)")]
    #[case(250.0, "250 m")]
    fn a_distance_is_said_in_metres_and_miles(#[case] metres: f64, #[case] said: &str) {
        assert_eq!(distance_in_words(metres), said);
    }

    #[rstest]
    #[case(12.3, "12")]
    #[case(4_321.0, "4,320")]
    #[case(31_449.0, "31,400")]
    fn estimates_are_rounded(#[case] people: f64, #[case] said: &str) {
        assert_eq!(rounded(people), said);
    }
}
