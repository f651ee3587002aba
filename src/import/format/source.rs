//! From a path to bytes, within bounds.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;

use super::{Fault, MAX_BYTES};

/// As much of a file's start as it takes to know its format.
const HEAD_BYTES: u64 = 1024;

/// What is to be read: a file of which only the start is known yet, or bytes that were unpacked.
pub(super) enum Source {
    File { head: Vec<u8> },
    Bytes(Vec<u8>),
}

impl Source {
    pub(super) fn head(&self) -> &[u8] {
        match self {
            Self::File { head } => head,
            Self::Bytes(bytes) => bytes,
        }
    }

    /// The whole content.
    pub(super) fn into_bytes(self, path: &Path) -> Result<Vec<u8>, Fault> {
        match self {
            Self::File { .. } => read_whole(path),
            Self::Bytes(bytes) => Ok(bytes),
        }
    }
}

/// Looks at a file's start. A GeoPackage is then read in place, not into memory.
pub(super) fn open(path: &Path) -> Result<Source, Fault> {
    check(path)?;
    let mut head = Vec::new();
    let file = File::open(path).map_err(fault_of)?;
    file.take(HEAD_BYTES).read_to_end(&mut head).map_err(fault_of)?;
    if head.is_empty() { Err(Fault::Empty) } else { Ok(Source::File { head }) }
}

/// The whole of a file.
pub(super) fn read_whole(path: &Path) -> Result<Vec<u8>, Fault> {
    check(path)?;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fault_of)?;
    // A file can grow while it is read, so its stated size alone does not bound it.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fault_of)?;
    if bytes.len() as u64 > MAX_BYTES { Err(Fault::TooLarge) } else { Ok(bytes) }
}

fn check(path: &Path) -> Result<(), Fault> {
    let about = fs::metadata(path).map_err(fault_of)?;
    if about.is_dir() {
        Err(Fault::Directory)
    } else if !about.is_file() {
        Err(Fault::NotAFile)
    } else if about.len() > MAX_BYTES {
        Err(Fault::TooLarge)
    } else {
        Ok(())
    }
}

fn fault_of(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::Missing,
        io::ErrorKind::OutOfMemory => Fault::TooLarge,
        _ => Fault::Unreadable(error),
    }
}

/// Unpacks a gzip of one or several members, up to `limit` bytes.
pub(super) fn gunzip(packed: &[u8], limit: u64) -> Result<Vec<u8>, Fault> {
    unpack(MultiGzDecoder::new(packed), limit).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::CutShort,
        io::ErrorKind::FileTooLarge => Fault::TooLarge,
        _ => Fault::damaged("gzip", error),
    })
}

/// Reads a decompressor to its end; more than `limit` bytes is [`io::ErrorKind::FileTooLarge`].
pub(super) fn unpack(packed: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    packed.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::format::sample::gzip;

    #[test]
    fn a_gzip_of_two_members_is_read_whole() {
        let packed = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(gunzip(&packed, 100).unwrap(), b"one two");
    }

    #[test]
    fn a_gzip_that_stops_early_is_cut_short_wherever_it_stops() {
        let packed = gzip(&[7; 5000]);
        for length in 1..packed.len() {
            let fault = gunzip(&packed[..length], 10_000).unwrap_err();
            assert!(matches!(fault, Fault::CutShort), "{length}: {fault}");
        }
    }

    #[test]
    fn a_gzip_whose_checksum_is_wrong_is_damaged() {
        let mut packed = gzip(b"boundaries");
        let checksum = packed.len() - 8;
        packed[checksum] ^= 1;
        assert!(matches!(gunzip(&packed, 100).unwrap_err(), Fault::Damaged { format: "gzip", .. }));
    }

    #[test]
    fn a_gzip_bomb_is_stopped_at_the_limit() {
        let packed = gzip(&vec![0; 1_000_000]);
        assert!(packed.len() < 2_000);
        assert!(matches!(gunzip(&packed, 999_999).unwrap_err(), Fault::TooLarge));
        assert_eq!(gunzip(&packed, 1_000_000).unwrap().len(), 1_000_000);
    }
}
