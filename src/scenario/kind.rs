//! What the type of a component says: which layer, and which year's.

/// The layers that the short names of England's statistical geography mean, most likely first.
const LAYERS: [(&str, &[&str]); 16] = [
    ("lad", &["districts", "local-authorities"]),
    ("ltla", &["districts", "local-authorities"]),
    ("la", &["districts", "local-authorities"]),
    ("wd", &["wards"]),
    ("cty", &["counties"]),
    ("utla", &["counties", "upper-tier"]),
    ("ctyua", &["counties", "upper-tier"]),
    ("ced", &["county-divisions"]),
    ("par", &["parishes"]),
    ("parncp", &["parishes"]),
    ("icb", &["icbs"]),
    ("sicbl", &["sicbls", "sub-icbs"]),
    ("pfa", &["police"]),
    ("fra", &["fire"]),
    ("cauth", &["combined-authorities"]),
    ("rgn", &["regions"]),
];

/// What the type of a component says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentKind {
    /// The layers that it can mean, most likely first.
    pub layers: Vec<String>,
    /// The year whose release it means.
    pub year: Option<i16>,
}

impl ComponentKind {
    /// Reads a type such as `LAD25` (districts as they were in 2025), `LSOA21`, `ward` or `wards`: a layer's own name, or a short
    /// name of statistical geography with the last two digits of a year.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let plain = text.trim().to_lowercase();
        let stem = plain.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &plain[stem.len()..];
        let year = match digits.len() {
            2 => digits.parse::<i16>().ok().map(|year| 2000 + year),
            4 => digits.parse().ok(),
            _ => None,
        };
        let stem = stem.trim_end_matches(['-', '_', ' ']).to_owned();
        let stem = stem.strip_suffix("cd").unwrap_or(&stem).to_owned();
        let mut layers = vec![plain.clone(), format!("{plain}s"), stem.clone(), format!("{stem}s")];
        if let Some(stem) = stem.strip_suffix('y') {
            layers.push(format!("{stem}ies"));
        }
        if let Some((_, known)) = LAYERS.iter().find(|(short, _)| *short == stem) {
            layers.extend(known.iter().map(|&layer| layer.to_owned()));
        }
        layers.retain(|layer| !layer.is_empty());
        layers.dedup();
        Self { layers, year }
    }
}

/// Whether a type means a piece of an area: `LAD25-part`.
#[must_use]
pub(super) fn is_part(text: &str) -> bool {
    let plain = text.trim().to_lowercase();
    ["part", "parts", "partial"].iter().any(|word| {
        plain.strip_suffix(word).is_some_and(|before| before.ends_with(['-', '_', ' ', '(']))
            || plain.strip_suffix(&format!("{word})")).is_some_and(|before| before.ends_with('('))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::districts("LAD25", "districts", Some(2025))]
    #[case::wards("WD25", "wards", Some(2025))]
    #[case::a_layer_of_a_census("LSOA21", "lsoa21", Some(2021))]
    #[case::a_column_of_codes("MSOA21CD", "msoa21cd", None)]
    #[case::a_word("parish", "parishs", None)]
    #[case::a_layers_own_name("neighbourhood-teams", "neighbourhood-teams", None)]
    #[case::in_the_singular("ward", "wards", None)]
    fn a_type_means_a_layer(#[case] text: &str, #[case] layer: &str, #[case] year: Option<i16>) {
        let kind = ComponentKind::of(text);
        assert!(kind.layers.iter().any(|known| known == layer), "{kind:?}");
        assert_eq!(kind.year, year);
    }

    #[rstest]
    #[case("LAD25-part", true)]
    #[case("district (part)", true)]
    #[case("parish", false)]
    #[case("counterpart", false)]
    fn a_piece_of_an_area(#[case] text: &str, #[case] part: bool) {
        assert_eq!(is_part(text), part);
    }
}
