//! How often one client may write without signing in.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use moka::sync::Cache;

use super::client::household;

const HOUR: Duration = Duration::from_secs(3_600);
/// Clients remembered at once; beyond that the longest silent are forgotten.
const MOST_CLIENTS: u64 = 100_000;

/// So many writes an hour for each client, all at once or one by one. Of an address only a hash is kept, under a key that no
/// other process has, and for two hours at most.
pub(super) struct Throttle {
    an_hour: u32,
    key: [u8; 32],
    clients: Cache<u64, Arc<Mutex<Left>>>,
}

/// What a client has left.
struct Left {
    writes: f64,
    at: Instant,
}

impl Throttle {
    /// So many an hour.
    pub fn new(an_hour: u32) -> Self {
        let clients = Cache::builder().max_capacity(MOST_CLIENTS).time_to_idle(2 * HOUR).build();
        Self { an_hour, key: rand::random(), clients }
    }

    /// Counts a write; or says how long to wait for the next.
    pub fn count(&self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        let most = f64::from(self.an_hour);
        let new = || Arc::new(Mutex::new(Left { writes: most, at: now }));
        let left = self.clients.get_with(self.name(client), new);
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.saturating_duration_since(left.at).as_secs_f64() / HOUR.as_secs_f64();
        (left.writes, left.at) = ((left.writes + since * most).min(most), now);
        if left.writes >= 1.0 {
            left.writes -= 1.0;
            return Ok(());
        }
        Err(if self.an_hour == 0 { HOUR } else { HOUR.mul_f64((1.0 - left.writes) / most) })
    }

    fn name(&self, client: IpAddr) -> u64 {
        let words = household(client).to_string();
        let hash = blake3::keyed_hash(&self.key, words.as_bytes());
        hash.as_bytes().iter().take(8).fold(0, |name, &byte| name << 8 | u64::from(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_writes_so_often_and_then_waits_for_the_next() {
        let (throttle, start) = (Throttle::new(4), Instant::now());
        let [one, other]: [IpAddr; 2] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        for _ in 0..4 {
            assert_eq!(throttle.count(one, start), Ok(()));
        }
        let wait = throttle.count(one, start).unwrap_err();
        assert!((wait.as_secs_f64() - 900.0).abs() < 1.0, "{wait:?}");
        assert_eq!(throttle.count(other, start), Ok(()));
        let later = start + Duration::from_secs(901);
        assert_eq!(throttle.count(one, later), Ok(()));
        assert!(throttle.count(one, later).is_err());
    }

    #[test]
    fn where_nobody_may_write_nobody_may() {
        let throttle = Throttle::new(0);
        assert_eq!(throttle.count("192.0.2.1".parse().unwrap(), Instant::now()), Err(HOUR));
    }
}
