//! Which format a file is in, by its content; its name is only a hint that must not contradict it.

use std::{fmt, path::Path};

use super::Fault;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON (RFC 7946), or its predecessor of 2008 with a `crs` member.
    GeoJson,
    /// TopoJSON: GeoJSON's shapes as arcs that neighbours share.
    TopoJson,
    /// FlatGeobuf, version 3.
    FlatGeobuf,
    /// OGC GeoPackage, a SQLite database.
    GeoPackage,
    /// An ESRI shapefile with its parts, loose or in a zip.
    Shapefile,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::TopoJson => "TopoJSON",
            Self::FlatGeobuf => "FlatGeobuf",
            Self::GeoPackage => "GeoPackage",
            Self::Shapefile => "shapefile",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// What a file's first bytes say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Json,
    FlatGeobuf,
    GeoPackage,
    Shapefile,
    Zip,
    Gzip,
    Foreign(&'static str),
}

/// What a file's name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    Format(Format),
    Json,
    Zip,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// First bytes that give away what is not a boundary file, so that the message can say it.
const FOREIGN: [(&[u8], &str); 16] = [
    (b"\xFF\xFE", "text in UTF-16 (save it as UTF-8)"),
    (b"\xFE\xFF", "text in UTF-16 (save it as UTF-8)"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\x89PNG", "a PNG image"),
    (b"\x1F\x9D", "a file packed by compress (unpack it first)"),
    (b"BZh", "a bzip2 file (unpack it first)"),
    (b"\xFD7zXZ", "an xz file (unpack it first)"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard file (unpack it first)"),
    (b"7z\xBC\xAF", "a 7z archive (unpack it first)"),
    (b"Rar!", "a RAR archive (unpack it first)"),
    (b"PMTiles", "a PMTiles archive"),
    (b"fgb", "a FlatGeobuf of another version than 3"),
];

pub(super) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

/// Knows a format by its first bytes.
pub(super) fn sniff(head: &[u8]) -> Content {
    if head.starts_with(b"\x1F\x8B") {
        return Content::Gzip;
    }
    // An empty or a spanned zip starts with another record than a usual one.
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| head.starts_with(*magic)) {
        return Content::Zip;
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Content::GeoPackage;
    }
    // The last byte is the patch level, which readers ignore.
    if head.len() >= 7 && head.starts_with(b"fgb\x03fgb") {
        return Content::FlatGeobuf;
    }
    if head.starts_with(&9994_i32.to_be_bytes()) {
        return Content::Shapefile;
    }
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Content::Foreign(name);
    }
    sniff_text(without_bom(head).trim_ascii_start())
}

fn sniff_text(text: &[u8]) -> Content {
    let starts = |tag: &[u8]| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    let holds = |tag: &[u8]| text.windows(tag.len()).any(|window| window.eq_ignore_ascii_case(tag));
    match text.first() {
        None => Content::Foreign("blank text"),
        Some(b'{' | b'[') => Content::Json,
        Some(b'<') if starts(b"<!doctype html") || starts(b"<html") => {
            Content::Foreign("a web page (the download may have failed)")
        }
        Some(b'<') if holds(b"<kml") => Content::Foreign("KML"),
        Some(b'<') if holds(b"opengis.net/gml") => Content::Foreign("GML"),
        Some(b'<') => Content::Foreign("XML"),
        Some(_) if text.contains(&0) => Content::Foreign("binary data of an unknown kind"),
        Some(_) => Content::Foreign("plain text, perhaps a table"),
    }
}

/// What a file's name promises, a final `.gz` aside; a part of a shapefile is refused.
pub(super) fn hint(path: &Path) -> Result<Option<Hint>, Fault> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    Ok(match extension {
        Some("geojson") => Some(Hint::Format(Format::GeoJson)),
        Some("topojson") => Some(Hint::Format(Format::TopoJson)),
        Some("json") => Some(Hint::Json),
        Some("fgb") => Some(Hint::Format(Format::FlatGeobuf)),
        Some("gpkg") => Some(Hint::Format(Format::GeoPackage)),
        Some("shp") => Some(Hint::Format(Format::Shapefile)),
        Some("zip") => Some(Hint::Zip),
        Some("dbf" | "shx" | "prj" | "cpg" | "sbn" | "sbx" | "qix") => return Err(Fault::ShapefilePart),
        _ => None,
    })
}

/// Refuses a file whose name promises another format than its content has.
pub(super) fn agree(hint: Option<Hint>, content: Content) -> Result<(), Fault> {
    let Some(hint) = hint else { return Ok(()) };
    let agreed = match hint {
        Hint::Json | Hint::Format(Format::GeoJson | Format::TopoJson) => content == Content::Json,
        Hint::Format(Format::FlatGeobuf) => content == Content::FlatGeobuf,
        Hint::Format(Format::GeoPackage) => content == Content::GeoPackage,
        Hint::Format(Format::Shapefile) => content == Content::Shapefile,
        Hint::Zip => content == Content::Zip,
    };
    if agreed { Ok(()) } else { Err(Fault::Mismatch { named: promised(hint), found: found(content) }) }
}

/// The same for the two formats that are JSON, once the document's type is known.
pub(super) fn agree_json(hint: Option<Hint>, format: Format) -> Result<(), Fault> {
    match hint {
        Some(Hint::Format(named)) if named != format => {
            Err(Fault::Mismatch { named: named.name(), found: format.name() })
        }
        _ => Ok(()),
    }
}

fn promised(hint: Hint) -> &'static str {
    match hint {
        Hint::Format(format) => format.name(),
        Hint::Json => "JSON",
        Hint::Zip => "a zip",
    }
}

fn found(content: Content) -> &'static str {
    match content {
        Content::Json => "JSON",
        Content::FlatGeobuf => Format::FlatGeobuf.name(),
        Content::GeoPackage => "GeoPackage (SQLite)",
        Content::Shapefile => Format::Shapefile.name(),
        Content::Zip => "a zip",
        Content::Gzip => "a gzip within a gzip",
        Content::Foreign(name) => name,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::geojson(b"{\"type\"", Content::Json)]
    #[case::a_byte_order_mark_and_blank_lines(b"\xEF\xBB\xBF\n\n {", Content::Json)]
    #[case::flatgeobuf(b"fgb\x03fgb\x00rest", Content::FlatGeobuf)]
    #[case::a_patch_level(b"fgb\x03fgb\x01rest", Content::FlatGeobuf)]
    #[case::a_later_flatgeobuf(
        b"fgb\x04fgb\x00rest",
        Content::Foreign("a FlatGeobuf of another version than 3")
    )]
    #[case::sqlite(b"SQLite format 3\0rest", Content::GeoPackage)]
    #[case::shapefile(b"\x00\x00\x27\x0Arest", Content::Shapefile)]
    #[case::zip(b"PK\x03\x04rest", Content::Zip)]
    #[case::gzip(b"\x1F\x8B\x08", Content::Gzip)]
    #[case::a_failed_download(
        b"<!DOCTYPE html><p>404",
        Content::Foreign("a web page (the download may have failed)")
    )]
    #[case::kml(b"<?xml version='1.0'?><kml>", Content::Foreign("KML"))]
    #[case::a_table(b"code,name\nE05,Ward", Content::Foreign("plain text, perhaps a table"))]
    #[case::blank(b" \n ", Content::Foreign("blank text"))]
    fn a_format_is_known_by_its_first_bytes(#[case] head: &[u8], #[case] expected: Content) {
        assert_eq!(sniff(head), expected);
    }

    #[rstest]
    #[case("wards.geojson", Some(Hint::Format(Format::GeoJson)))]
    #[case("wards.GeoJSON.gz", Some(Hint::Format(Format::GeoJson)))]
    #[case("wards.json", Some(Hint::Json))]
    #[case("wards.shp", Some(Hint::Format(Format::Shapefile)))]
    #[case("wards", None)]
    #[case("wards.data", None)]
    fn a_name_is_a_hint(#[case] name: &str, #[case] expected: Option<Hint>) {
        assert_eq!(hint(Path::new(name)).unwrap(), expected);
    }

    #[test]
    fn the_parts_of_a_shapefile_are_not_read_alone() {
        assert!(matches!(hint(Path::new("wards.dbf")), Err(Fault::ShapefilePart)));
    }

    #[test]
    fn a_name_that_contradicts_the_content_is_refused_with_both() {
        let hint = Some(Hint::Format(Format::FlatGeobuf));
        let message = agree(hint, Content::Json).unwrap_err().to_string();
        assert!(message.starts_with("it is named as FlatGeobuf but looks like JSON"), "{message}");
        assert!(agree(None, Content::Json).is_ok());
        assert!(agree_json(Some(Hint::Json), Format::TopoJson).is_ok());
        assert!(agree_json(Some(Hint::Format(Format::GeoJson)), Format::TopoJson).is_err());
    }
}
