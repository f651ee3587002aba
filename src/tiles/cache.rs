//! Tiles kept ready to send, within a bound of bytes.

use std::hash::Hash;
use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use moka::sync::Cache;

/// A tile's body ready to send: plain, and gzipped where that is smaller. Cloning shares the bytes.
#[derive(Clone, Debug)]
pub struct TileBody {
    plain: Encoded,
    gzipped: Option<Encoded>,
}

/// One way to send a tile.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// What to send.
    pub bytes: Bytes,
    /// Strong entity tag of these very bytes, with its quotes. Gzipped bytes have another than plain ones
    /// (RFC 9110 §8.8.3.3).
    pub etag: Arc<str>,
    /// Whether the bytes are gzipped, to be said as `Content-Encoding`.
    pub is_gzipped: bool,
}

impl TileBody {
    /// Compresses and tags a tile.
    #[must_use]
    pub fn new(plain: Vec<u8>) -> Self {
        let hash = blake3::hash(&plain).to_hex();
        // 128 bits: no two tiles of one address will ever meet in them.
        let tag = &hash.as_str()[..32];
        let gzipped = gzip(&plain).filter(|gzipped| gzipped.len() < plain.len()).map(|gzipped| Encoded {
            bytes: gzipped.into(),
            etag: format!("\"{tag}-gz\"").into(),
            is_gzipped: true,
        });
        Self {
            plain: Encoded { bytes: plain.into(), etag: format!("\"{tag}\"").into(), is_gzipped: false },
            gzipped,
        }
    }

    /// The tile as to be sent to a client that does or does not accept gzip.
    #[must_use]
    pub fn encoded(&self, accepts_gzip: bool) -> &Encoded {
        self.gzipped.as_ref().filter(|_| accepts_gzip).unwrap_or(&self.plain)
    }

    /// Bytes held, both ways.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.plain.bytes.len() + self.gzipped.as_ref().map_or(0, |gzipped| gzipped.bytes.len())
    }
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::default());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}

/// What an entry takes beside its bytes: key, tags, the cache's own book-keeping.
const ENTRY_BYTES: usize = 512;

/// Tiles by a key of the caller's, at most so many bytes of them; those rarely asked for go first.
#[derive(Clone)]
pub struct TileCache<K> {
    kept: Cache<K, TileBody>,
}

impl<K: Hash + Eq + Send + Sync + 'static> TileCache<K> {
    /// A cache of at most `most_bytes` bytes, plain and gzipped bodies together.
    #[must_use]
    pub fn new(most_bytes: u64) -> Self {
        let weigh = |_: &K, body: &TileBody| u32::try_from(body.bytes() + ENTRY_BYTES).unwrap_or(u32::MAX);
        Self { kept: Cache::builder().max_capacity(most_bytes).weigher(weigh).build() }
    }

    /// The tile of `key`, if it is kept.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<TileBody> {
        self.kept.get(key)
    }

    /// The tile of `key`, drawn, compressed and tagged if it is not kept; requests that meet on one key
    /// wait for one drawing.
    pub fn get_or_draw(&self, key: K, draw: impl FnOnce() -> Vec<u8>) -> TileBody {
        self.kept.get_with(key, || TileBody::new(draw()))
    }

    /// Bytes kept now, by the cache's own count, which may lag behind a little.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.kept.weighted_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_tile_is_drawn_once_and_then_kept() {
        let cache = TileCache::new(1_000_000);
        let drawings = AtomicUsize::new(0);
        for _ in 0..3 {
            let body = cache.get_or_draw("wards 8/127/85", || {
                drawings.fetch_add(1, Ordering::Relaxed);
                vec![7; 2000]
            });
            assert_eq!(&body.encoded(false).bytes[..], &[7; 2000]);
        }
        assert_eq!(drawings.into_inner(), 1);
    }

    #[test]
    fn the_cache_stays_within_its_bytes() {
        let cache = TileCache::new(100_000);
        for key in 0..1000_u32 {
            cache.get_or_draw(key, || key.to_le_bytes().repeat(1000));
        }
        cache.kept.run_pending_tasks();
        assert!(cache.bytes() <= 100_000, "{} bytes", cache.bytes());
        assert!(cache.bytes() > 50_000, "{} bytes", cache.bytes());
    }

    #[test]
    fn a_gzipped_body_unpacks_to_the_plain_one_under_a_tag_of_its_own() {
        let body = TileBody::new(vec![3; 5000]);
        let (plain, gzipped) = (body.encoded(false), body.encoded(true));
        assert!(gzipped.is_gzipped && !plain.is_gzipped);
        assert_ne!(plain.etag, gzipped.etag);
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzipped.bytes[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain.bytes);
    }

    #[test]
    fn a_tag_is_quoted_and_follows_the_bytes() {
        let tag = |bytes: &[u8]| TileBody::new(bytes.to_vec()).encoded(false).etag.to_string();
        assert_eq!(tag(b"one"), tag(b"one"));
        assert_ne!(tag(b"one"), tag(b"two"));
        assert_eq!(tag(b"one").len(), 34);
        assert!(tag(b"one").starts_with('"') && tag(b"one").ends_with('"'));
    }

    #[test]
    fn an_empty_tile_is_sent_plain() {
        assert!(!TileBody::new(Vec::new()).encoded(true).is_gzipped);
    }
}
