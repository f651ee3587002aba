//! A shapefile whose parts are in one zip, as publishers hand them out. Nothing is unpacked to disk.

use std::io::{self, Cursor};

use zip::{ZipArchive, result::ZipError};

use super::{
    Fault, MAX_BYTES, RawLayer,
    error::list,
    shapefile::{self, Parts},
    source::unpack,
};

/// What the format calls its tables.
const TABLES: &str = "shapefiles";

/// Reads the shapefile in a zip; `table` names one of several, without its ending.
pub(super) fn read(bytes: &[u8], table: Option<&str>) -> Result<RawLayer, Fault> {
    read_within(bytes, table, MAX_BYTES)
}

/// The same, with no more than `room` bytes for all parts unpacked.
fn read_within(bytes: &[u8], table: Option<&str>, mut room: u64) -> Result<RawLayer, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(fault_of)?;
    let names = archive.file_names().map(|name| name.map(String::from)).collect::<Result<Vec<_>, _>>();
    let names = names.map_err(fault_of)?;
    if let Some(name) = names.iter().find(|name| leads_out(name)) {
        return Err(Fault::Zip(format!(
            "the zip has an entry {name:?}, which leads out of it: make the zip anew"
        )));
    }
    let stem = choose(&names, table)?;
    let mut part = |extension: &str| -> Result<Option<Vec<u8>>, Fault> {
        let wanted = format!("{stem}.{extension}");
        let Some(index) = names.iter().position(|name| name.eq_ignore_ascii_case(&wanted)) else {
            return Ok(None);
        };
        let entry = archive.by_index(index).map_err(fault_of)?;
        let content = unpack(entry, room).map_err(|error| fault_of(error.into()))?;
        room -= content.len() as u64;
        Ok(Some(content))
    };
    let shp = part("shp")?.ok_or(Fault::NoFeatures)?;
    if shp.is_empty() {
        return Err(Fault::Empty);
    }
    let dbf = part("dbf")?.ok_or_else(|| Fault::MissingPart { part: format!("{stem}.dbf") })?;
    let parts = Parts { shp, shx: part("shx")?, dbf, prj: part("prj")?, cpg: part("cpg")? };
    shapefile::read_parts(&parts, Some(stem))
}

/// The path, without its ending, of the shapefile to read.
fn choose(names: &[String], table: Option<&str>) -> Result<String, Fault> {
    let mut stems: Vec<String> = names.iter().filter_map(|name| stem(name)).collect();
    match table {
        Some(table) => {
            let found = stems.iter().position(|stem| stem == table || stem.rsplit('/').next() == Some(table));
            found.map(|index| stems.swap_remove(index)).ok_or_else(|| Fault::NoSuchTable {
                what: "shapefile",
                table: table.to_owned(),
                tables: stems.clone(),
            })
        }
        None if stems.len() > 1 => Err(Fault::ChooseTable { what: TABLES, tables: stems }),
        None => stems.pop().ok_or_else(|| {
            Fault::Zip(if names.is_empty() {
                "the zip is empty: fetch it again".to_owned()
            } else if names.iter().any(|name| name.starts_with("xl/")) {
                "it is a spreadsheet, not a shapefile: save its tables as CSV".to_owned()
            } else {
                format!("the zip holds no .shp, only {}: unpack it and name the file to import", list(names))
            })
        }),
    }
}

fn stem(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    // macOS keeps a shadow of every file beside it.
    let shadow =
        name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|file| file.starts_with("._"));
    (extension.eq_ignore_ascii_case("shp") && !shadow).then(|| stem.to_owned())
}

fn leads_out(name: &str) -> bool {
    let absolute = name.starts_with(['/', '\\']) || name.as_bytes().get(1) == Some(&b':');
    absolute || name.contains('\0') || name.split(['/', '\\']).any(|step| step == "..")
}

fn fault_of(error: ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            Fault::Zip("the zip is locked with a password: unpack it first".to_owned())
        }
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            Fault::Zip("the zip is packed in an unusual way: unpack it first".to_owned())
        }
        ZipError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => Fault::TooLarge,
        ZipError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => Fault::CutShort,
        error => Fault::damaged("zip", error),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::sample, *};

    fn read_entries(entries: &[(&str, &[u8])], table: Option<&str>) -> Result<RawLayer, String> {
        read(&sample::zipped(entries), table).map_err(|fault| fault.to_string())
    }

    /// The wards' parts under another path, with a `.shp` of either case.
    fn entries(stem: &str) -> Vec<(String, Vec<u8>)> {
        sample::shapefile_parts()
            .into_iter()
            .map(|(ending, bytes)| (format!("{stem}.{ending}"), bytes))
            .collect()
    }

    fn read_owned(entries: &[(String, Vec<u8>)], table: Option<&str>) -> Result<RawLayer, String> {
        let entries: Vec<_> = entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        read_entries(&entries, table)
    }

    #[test]
    fn folders_and_the_shadows_of_a_mac_are_no_obstacle() {
        let mut entries = entries("Wards (May 2025)/Wards_v1.2");
        entries.push(("__MACOSX/Wards (May 2025)/._Wards_v1.2.shp".to_owned(), b"shadow".to_vec()));
        entries.push(("Wards (May 2025)/._Wards_v1.2.shp".to_owned(), b"shadow".to_vec()));
        let layer = read_owned(&entries, None).unwrap();
        assert_eq!((layer.features.len(), layer.table.as_deref()), (2, Some("Wards (May 2025)/Wards_v1.2")));
    }

    #[test]
    fn one_of_several_shapefiles_must_be_chosen() {
        let all = [entries("2025/wards"), entries("2025/lsoas")].concat();
        let message = read_owned(&all, None).unwrap_err();
        assert!(
            message.contains("several shapefiles: choose one with --table (2025/wards, 2025/lsoas)"),
            "{message}"
        );
        assert!(read_owned(&all, Some("lsoas")).is_ok());
        assert!(read_owned(&all, Some("2025/wards")).is_ok());
    }

    #[rstest]
    #[case::empty(&[], "the zip is empty")]
    #[case::no_shp(&[("wards.geojson", b"{}".as_slice()), ("readme.txt", b"")], "holds no .shp, only wards.geojson, readme.txt")]
    #[case::spreadsheet(&[("xl/workbook.xml", b"".as_slice())], "it is a spreadsheet")]
    #[case::no_table(&[("wards.shp", b"\x00\x00\x27\x0A".as_slice())], "wards.dbf is missing")]
    #[case::empty_shp(&[("wards.shp", b"".as_slice()), ("wards.dbf", b"")], "the file is empty")]
    #[case::up_and_out(&[("../wards.shp", b"".as_slice())], "\"../wards.shp\", which leads out of it")]
    #[case::up_within(&[("a/../../wards.shp", b"".as_slice())], "leads out of it")]
    #[case::from_the_root(&[("/etc/wards.shp", b"".as_slice())], "leads out of it")]
    #[case::the_other_slash(&[("..\\wards.shp", b"".as_slice())], "leads out of it")]
    #[case::a_drive(&[("C:\\wards.shp", b"".as_slice())], "leads out of it")]
    fn what_is_no_shapefile_is_refused(#[case] content: &[(&str, &[u8])], #[case] expected: &str) {
        let message = read_entries(content, None).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }

    #[test]
    fn a_zip_bomb_is_stopped_at_the_limit() {
        let packed = sample::zipped(&[("bomb.shp", &vec![0; 1_000_000])]);
        assert!(packed.len() < 2_000);
        assert!(matches!(read_within(&packed, None, 999_999), Err(Fault::TooLarge)));
        let whole: usize = sample::shapefile_parts().iter().map(|(_, bytes)| bytes.len()).sum();
        let zip = sample::zipped_shapefile();
        assert!(read_within(&zip, None, whole as u64).is_ok());
        assert!(matches!(read_within(&zip, None, whole as u64 - 1), Err(Fault::TooLarge)));
    }

    #[test]
    fn a_locked_zip_is_refused_as_such() {
        let mut bytes = sample::zipped_shapefile();
        // The first bit of the flags, in each entry's own header and in the directory's.
        for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
            let starts: Vec<_> =
                bytes.windows(4).enumerate().filter(|(_, four)| four == magic).map(|(at, _)| at).collect();
            for at in starts {
                bytes[at + flags] |= 1;
            }
        }
        let message = read(&bytes, None).unwrap_err().to_string();
        assert!(message.contains("locked with a password"), "{message}");
    }

    #[test]
    fn a_zip_that_stops_early_is_refused_wherever_it_stops() {
        let bytes = sample::zipped_shapefile();
        for length in 4..bytes.len() {
            assert!(read(&bytes[..length], None).is_err(), "{length}");
        }
    }
}
