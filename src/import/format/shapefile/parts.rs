//! The files that make up one shapefile.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::{Fault, source},
    damaged,
};

/// The contents of a shapefile's parts.
pub(in super::super) struct Parts {
    pub(in super::super) shp: Vec<u8>,
    pub(in super::super) shx: Option<Vec<u8>>,
    pub(in super::super) dbf: Vec<u8>,
    pub(in super::super) prj: Option<Vec<u8>>,
    pub(in super::super) cpg: Option<Vec<u8>>,
}

impl Parts {
    /// Reads the parts beside a `.shp`.
    pub(super) fn beside(path: &Path, shp: Vec<u8>) -> Result<Self, Fault> {
        let dbf = part(path, "dbf")?.ok_or_else(|| {
            let name = path.with_extension("dbf");
            Fault::MissingPart { part: name.file_name().unwrap_or_default().to_string_lossy().into_owned() }
        })?;
        Ok(Self { shp, shx: part(path, "shx")?, dbf, prj: part(path, "prj")?, cpg: part(path, "cpg")? })
    }
}

/// The content of a sibling, whatever the case of its name.
fn part(path: &Path, extension: &str) -> Result<Option<Vec<u8>>, Fault> {
    let Some(path) = sibling(path, extension) else { return Ok(None) };
    match source::read_whole(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(Fault::Missing) => Ok(None),
        Err(fault) => Err(damaged(format!("its .{extension}: {fault}"))),
    }
}

fn sibling(path: &Path, extension: &str) -> Option<PathBuf> {
    let usual = path.with_extension(extension);
    if usual.exists() {
        return Some(usual);
    }
    let wanted = usual.file_name()?.to_string_lossy().to_lowercase();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries
        .map(|entry| entry.path())
        .find(|found| found.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase() == wanted))
}
