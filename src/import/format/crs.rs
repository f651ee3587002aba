//! What a file says about the reference system of its coordinates.

/// The reference system that a file names. Whatever the system's own axis order, coordinates come
/// longitude or easting first, as every one of these formats stores them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileCrs {
    /// A code of the EPSG register: 27700 is the British National Grid, 4326 is WGS 84.
    Epsg(u32),
    /// Well-known text in which no EPSG code could be recognised.
    Wkt(String),
    /// Some other name, as the file spells it.
    Named(String),
    /// Nothing was said and the format has a standard: WGS 84 longitude and latitude in degrees.
    Standard,
    /// Nothing was said, or that it is undefined.
    Unknown,
}

/// Names under which ESRI's software (and plain WKT without authorities) writes common systems,
/// lower-cased, everything but letters and digits as one underscore.
const NAMES: [(&str, u32); 24] = [
    ("british_national_grid", 27700),
    ("osgb_1936_british_national_grid", 27700),
    ("osgb36_british_national_grid", 27700),
    ("wgs_84", 4326),
    ("gcs_wgs_1984", 4326),
    ("wgs_1984", 4326),
    ("wgs_1984_web_mercator_auxiliary_sphere", 3857),
    ("wgs_1984_web_mercator", 3857),
    ("wgs_84_pseudo_mercator", 3857),
    ("gcs_osgb_1936", 4277),
    ("gcs_etrs_1989", 4258),
    ("etrs89", 4258),
    ("etrs_1989_laea", 3035),
    ("etrs_1989_utm_zone_29n", 25829),
    ("etrs_1989_utm_zone_30n", 25830),
    ("etrs_1989_utm_zone_31n", 25831),
    ("wgs_1984_utm_zone_29n", 32629),
    ("wgs_1984_utm_zone_30n", 32630),
    ("wgs_1984_utm_zone_31n", 32631),
    ("irenet95_irish_transverse_mercator", 2157),
    ("irenet95_irish_transverse_mercator_grid", 2157),
    ("tm65_irish_grid", 29902),
    ("tm75_irish_grid", 29903),
    ("osgb36", 4277),
];

impl FileCrs {
    /// A name such as `EPSG:27700`, `urn:ogc:def:crs:EPSG::27700`, `urn:ogc:def:crs:OGC:1.3:CRS84`
    /// or `http://www.opengis.net/def/crs/EPSG/0/27700`.
    pub(super) fn from_name(name: &str) -> Self {
        let name = name.trim();
        let parts: Vec<String> =
            name.split([':', '/']).filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect();
        let Some(last) = parts.last() else { return Self::Unknown };
        if last == "crs84" || last == "crs84h" {
            return Self::Epsg(4326);
        }
        if parts.iter().any(|part| part == "epsg")
            && let Some(code) = epsg_code(last)
        {
            return Self::Epsg(code);
        }
        named_epsg(name).map_or_else(|| Self::Named(name.to_owned()), Self::Epsg)
    }

    /// Well-known text, of either generation or ESRI's dialect.
    pub(super) fn from_wkt(text: &str) -> Self {
        let text = text.trim().trim_start_matches('\u{feff}').trim_end_matches('\0').trim();
        if text.is_empty() {
            return Self::Unknown;
        }
        let Some(node) = Node::parse(text) else { return Self::Wkt(text.to_owned()) };
        // A compound system adds heights, which are dropped, to the ground's own system.
        let ground = if matches!(node.keyword.as_str(), "COMPD_CS" | "COMPOUNDCRS") {
            node.children
                .iter()
                .find(|child| child.keyword.starts_with("PROJ") || child.keyword.starts_with("GEOG"))
        } else {
            Some(&node)
        };
        ground
            .and_then(|node| node.epsg().or_else(|| named_epsg(node.values.first()?)))
            .map_or_else(|| Self::Wkt(text.to_owned()), Self::Epsg)
    }
}

/// An EPSG code; 0 stands for "undefined" in the formats that number their systems.
fn epsg_code(text: &str) -> Option<u32> {
    text.parse().ok().filter(|code| *code > 0)
}

fn named_epsg(name: &str) -> Option<u32> {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            plain.push(letter.to_ascii_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    let plain = plain.trim_end_matches('_');
    NAMES.iter().find(|(known, _)| *known == plain).map(|(_, code)| *code)
}

/// One `KEYWORD[value, …, CHILD[…]]` of well-known text.
struct Node {
    keyword: String,
    values: Vec<String>,
    children: Vec<Node>,
}

/// Well-known text is eight levels deep at most.
const MAX_DEPTH: usize = 32;

impl Node {
    fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        Self::take(&mut rest, 0)
    }

    fn take(rest: &mut &str, depth: usize) -> Option<Self> {
        let open = rest.find(['[', '('])?;
        let keyword = rest[..open].trim().to_ascii_uppercase();
        if depth > MAX_DEPTH || keyword.is_empty() || keyword.contains([',', '"', ']', ')']) {
            return None;
        }
        *rest = &rest[open + 1..];
        let mut node = Self { keyword, values: Vec::new(), children: Vec::new() };
        loop {
            *rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',');
            if let Some(quoted) = rest.strip_prefix('"') {
                let (value, after) = quoted.split_once('"')?;
                node.values.push(value.to_owned());
                *rest = after;
                continue;
            }
            let stop = rest.find([',', '[', '(', ']', ')'])?;
            match rest.as_bytes()[stop] {
                b'[' | b'(' => node.children.push(Self::take(rest, depth + 1)?),
                mark => {
                    if stop > 0 {
                        node.values.push(rest[..stop].trim().to_owned());
                    }
                    *rest = &rest[stop + 1..];
                    if mark != b',' {
                        return Some(node);
                    }
                }
            }
        }
    }

    fn epsg(&self) -> Option<u32> {
        let authority =
            self.children.iter().find(|child| matches!(child.keyword.as_str(), "AUTHORITY" | "ID"))?;
        let [name, code, ..] = authority.values.as_slice() else { return None };
        if name.eq_ignore_ascii_case("EPSG") { epsg_code(code) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("urn:ogc:def:crs:OGC:1.3:CRS84", FileCrs::Epsg(4326))]
    #[case("OGC:CRS84", FileCrs::Epsg(4326))]
    #[case("EPSG:4326", FileCrs::Epsg(4326))]
    #[case("epsg:27700", FileCrs::Epsg(27700))]
    #[case("urn:ogc:def:crs:EPSG::27700", FileCrs::Epsg(27700))]
    #[case("urn:ogc:def:crs:EPSG:6.6:3857", FileCrs::Epsg(3857))]
    #[case("http://www.opengis.net/def/crs/EPSG/0/27700", FileCrs::Epsg(27700))]
    #[case("OSGB36 / British National Grid", FileCrs::Epsg(27700))]
    #[case("EPSG:0", FileCrs::Named("EPSG:0".into()))]
    #[case("urn:example:hexes", FileCrs::Named("urn:example:hexes".into()))]
    #[case(" ", FileCrs::Unknown)]
    fn a_name_gives_its_code(#[case] name: &str, #[case] expected: FileCrs) {
        assert_eq!(FileCrs::from_name(name), expected);
    }

    const GRID: &str = r#"PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",
        SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
        PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],UNIT["Meter",1.0]]"#;

    #[test]
    fn the_grid_is_known_by_its_esri_name() {
        assert_eq!(FileCrs::from_wkt(GRID), FileCrs::Epsg(27700));
    }

    #[test]
    fn only_the_outermost_authority_counts() {
        let wkt = r#"PROJCS["Mine",GEOGCS["OSGB36",AUTHORITY["EPSG","4277"]],UNIT["m",1],AUTHORITY["EPSG","27700"]]"#;
        assert_eq!(FileCrs::from_wkt(wkt), FileCrs::Epsg(27700));
        let inner_only = r#"PROJCS["Mine",GEOGCS["OSGB36",AUTHORITY["EPSG","4277"]],UNIT["m",1]]"#;
        assert_eq!(FileCrs::from_wkt(inner_only), FileCrs::Wkt(inner_only.into()));
    }

    #[test]
    fn the_second_generation_writes_an_id() {
        let wkt = r#"GEOGCRS["WGS 84 by hand",DATUM["World",ELLIPSOID["e",6378137,298.25]],ID["EPSG",4326]]"#;
        assert_eq!(FileCrs::from_wkt(wkt), FileCrs::Epsg(4326));
    }

    #[test]
    fn heights_leave_the_ground_system() {
        let wkt = format!(r#"COMPD_CS["Grid and ODN",{GRID},VERT_CS["ODN"],AUTHORITY["EPSG","7405"]]"#);
        assert_eq!(FileCrs::from_wkt(&wkt), FileCrs::Epsg(27700));
    }

    #[rstest]
    #[case("PROJCS[")]
    #[case("nonsense")]
    #[case("A[\"open]")]
    fn text_that_is_not_well_known_is_kept(#[case] text: &str) {
        assert_eq!(FileCrs::from_wkt(text), FileCrs::Wkt(text.into()));
        assert_eq!(FileCrs::from_wkt("\u{feff} "), FileCrs::Unknown);
        let deep = "A[".repeat(100_000);
        assert_eq!(FileCrs::from_wkt(&deep), FileCrs::Wkt(deep.clone()));
    }
}
