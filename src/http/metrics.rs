//! Figures for a monitor, in Prometheus' text format.

use std::{
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::{AppState, snapshot::Perhaps};
use crate::atlas::Atlas;

const REQUESTS: &str = "patchwork_http_requests_total";
const SECONDS: &str = "patchwork_http_request_seconds";
const TILES: &str = "patchwork_tiles_total";
const TILE_BYTES: &str = "patchwork_tile_cache_bytes";
const ATLAS_AGE: &str = "patchwork_atlas_age_seconds";
const AREAS: &str = "patchwork_areas";

/// Upper ends of the histogram's bins, in seconds.
const BINS: [f64; 11] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0];

/// Where the figures are kept. There is one recorder a process, whatever number of servers run in it.
pub(super) struct Metrics {
    recorder: Option<PrometheusHandle>,
    atlas_address: AtomicUsize,
    atlas_since: Mutex<Instant>,
}

impl Metrics {
    /// Starts the process's recorder, unless it runs already.
    pub fn recorded() -> Self {
        static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
        let recorder = RECORDER.get_or_init(|| {
            let installed =
                PrometheusBuilder::new().set_buckets(&BINS).and_then(PrometheusBuilder::install_recorder);
            installed.inspect_err(|error| tracing::warn!(%error, "no metrics: another recorder runs")).ok()
        });
        describe();
        let (atlas_address, atlas_since) = (AtomicUsize::new(0), Mutex::new(Instant::now()));
        Self { recorder: recorder.clone(), atlas_address, atlas_since }
    }

    /// Notes when an atlas is first answered from.
    pub fn notice(&self, atlas: &Arc<Atlas>) {
        let address = Arc::as_ptr(atlas).addr();
        if self.atlas_address.swap(address, Ordering::Relaxed) != address {
            *self.atlas_since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
    }

    fn atlas_age_seconds(&self) -> f64 {
        self.atlas_since.lock().unwrap_or_else(PoisonError::into_inner).elapsed().as_secs_f64()
    }

    /// Folds what was recorded into the histograms, which otherwise keep every single value.
    pub fn tidy(&self) {
        if let Some(recorder) = &self.recorder {
            recorder.run_upkeep();
        }
    }

    fn text(&self) -> String {
        self.recorder.as_ref().map(PrometheusHandle::render).unwrap_or_default()
    }
}

fn describe() {
    metrics::describe_counter!(REQUESTS, "Requests by method, route and status.");
    metrics::describe_histogram!(SECONDS, "Time to answer a request, by route.");
    metrics::describe_counter!(TILES, "Tiles by where they came from: kept in memory, or drawn.");
    metrics::describe_gauge!(TILE_BYTES, "Memory of the tiles that are kept.");
    metrics::describe_gauge!(ATLAS_AGE, "Time since the present boundaries were first answered from.");
    metrics::describe_gauge!(AREAS, "Area versions of each public layer.");
}

/// Counts a request.
pub(super) fn count_request(method: &'static str, route: &str, status: u16, seconds: f64) {
    let (route, status) = (route.to_owned(), status.to_string());
    metrics::counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!(SECONDS, "route" => route).record(seconds);
}

/// Counts a tile.
pub(super) fn count_tile(was_kept: bool) {
    metrics::counter!(TILES, "from" => if was_kept { "memory" } else { "drawing" }).increment(1);
}

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/metrics", get(show))
}

async fn show(State(app): State<AppState>, Perhaps(snapshot): Perhaps) -> impl IntoResponse {
    if let Some(snapshot) = snapshot {
        metrics::gauge!(ATLAS_AGE).set(app.metrics().atlas_age_seconds());
        for layer in snapshot.view().layers() {
            #[allow(clippy::cast_precision_loss, reason = "far fewer areas than 2⁵³")]
            metrics::gauge!(AREAS, "layer" => layer.layer().id.to_string()).set(layer.areas().len() as f64);
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "far fewer bytes than 2⁵³")]
    metrics::gauge!(TILE_BYTES).set(app.tiles().bytes() as f64);
    app.metrics().tidy();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics().text())
}
