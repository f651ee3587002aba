use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use patchwork::http::router;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    ask::{request, send},
    world,
};

/// A log that can be read again.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_request_leaves_one_line_that_tells_neither_what_was_asked_nor_who_asked() {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt().with_writer(kept.clone()).with_ansi(false).finish();
    // For the whole program: what a thread alone listens to may be found not worth saying while another begins to.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let app = router(world::state());
    let headers =
        [("x-request-id", "edge-7"), ("x-forwarded-for", "203.0.113.9"), ("user-agent", "Curious/1.0")];
    send(&app, request("/api/locate?easting=500517&northing=110533&on=2026-03-31", &headers)).await;

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("edge-7")).collect();
    assert_eq!(lines.len(), 1, "{log}");
    for told in ["method=\"GET\"", "route=\"/api/locate\"", "status=200", "ms="] {
        assert!(lines[0].contains(told), "{told} in {log}");
    }
    for secret in ["500517", "110533", "203.0.113.9", "Curious"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
