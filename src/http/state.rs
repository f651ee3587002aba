//! What every request shares.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use arc_swap::ArcSwap;
use axum::http::HeaderValue;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    ApiError, HttpConfig, compare::Comparisons, drawings::Drawings, headers, metrics::Metrics,
    snapshot::Snapshot, throttle::Throttle, tiles::TileKey,
};
use crate::{
    atlas::{Atlas, Viewer},
    plan::Rows,
    store::{Store, StoreError, read_atlas},
    tiles::TileCache,
};

/// What every request shares. Cloning shares it, too.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    config: HttpConfig,
    atlas: Arc<ArcSwap<Atlas>>,
    is_ready: AtomicBool,
    drawings: Drawings,
    tiles: TileCache<TileKey>,
    assets: TileCache<String>,
    requests: Arc<Semaphore>,
    computations: Arc<Semaphore>,
    metrics: Metrics,
    content_policy: HeaderValue,
    comparisons: Comparisons,
    plan_rows: Rows,
    store: OnceLock<Arc<dyn Store>>,
    throttle: Throttle,
    sheets: Arc<Semaphore>,
}

/// Memory for the viewer's files kept ready to send, in bytes.
const ASSET_BYTES: u64 = 32 << 20;

impl AppState {
    /// Serves an atlas that is there. Whoever holds the other end of `atlas` swaps in newer ones.
    #[must_use]
    pub fn new(config: HttpConfig, atlas: Arc<ArcSwap<Atlas>>) -> Self {
        let state = Self::loading(config, atlas);
        state.mark_ready();
        state
    }

    /// Serves while the first atlas is still being loaded: `/health/ready` and every question answer 503 until
    /// [`mark_ready`](Self::mark_ready).
    #[must_use]
    pub fn loading(config: HttpConfig, atlas: Arc<ArcSwap<Atlas>>) -> Self {
        Self(Arc::new(Shared {
            atlas,
            is_ready: AtomicBool::new(false),
            drawings: Drawings::default(),
            tiles: TileCache::new(config.limits.tile_bytes),
            assets: TileCache::new(ASSET_BYTES),
            requests: Arc::new(Semaphore::new(config.limits.requests)),
            computations: Arc::new(Semaphore::new(config.limits.computations)),
            metrics: Metrics::recorded(),
            throttle: Throttle::new(config.limits.anonymous_writes_an_hour),
            sheets: Arc::new(Semaphore::new(config.limits.sheets)),
            content_policy: headers::content_policy(config.basemap.as_ref()),
            config,
            comparisons: Comparisons::default(),
            plan_rows: Rows::default(),
            store: OnceLock::new(),
        }))
    }

    /// Answers references from this store, too, which holds what its imports have replaced.
    #[must_use]
    pub fn with_store(self, store: Arc<dyn Store>) -> Self {
        // Only a second store is turned away.
        self.0.store.set(store).ok();
        self
    }

    pub(super) fn store(&self) -> Option<&Arc<dyn Store>> {
        self.0.store.get()
    }

    pub(super) fn comparisons(&self) -> &Comparisons {
        &self.0.comparisons
    }

    /// What layers share, as sums of which the figures of options are told.
    pub(super) fn plan_rows(&self) -> &Rows {
        &self.0.plan_rows
    }

    /// The first atlas is in its place.
    pub fn mark_ready(&self) {
        self.0.is_ready.store(true, Ordering::Release);
    }

    /// Prepares the drawing of every public layer, so that the first visitor need not wait for it. It takes some
    /// hundred milliseconds of every core for all England: call it off the asynchronous threads, at start and after a
    /// newer atlas is swapped in.
    pub fn warm_up(&self) {
        let Some(snapshot) = self.snapshot(Viewer::Public) else { return };
        for layer in snapshot.view().layers() {
            self.drawings().slot(layer, &snapshot).drawing(layer);
        }
        for scenario in snapshot.view().scenarios().filter(|one| one.scenario().status.is_decided()) {
            // What is decided is found at places without being asked for.
            if let Err(why) = &scenario.composed().layer {
                tracing::warn!(scenario = %scenario.scenario().id, %why, "a decided scenario is not drawn");
            }
        }
    }

    pub(super) fn config(&self) -> &HttpConfig {
        &self.0.config
    }

    /// What one visitor's request is answered from; `None` while nothing is loaded.
    pub(super) fn snapshot(&self, viewer: Viewer) -> Option<Snapshot> {
        if !self.0.is_ready.load(Ordering::Acquire) {
            return None;
        }
        let atlas = self.0.atlas.load_full();
        self.0.metrics.notice(&atlas);
        Some(Snapshot::new(atlas, viewer))
    }

    pub(super) fn drawings(&self) -> &Drawings {
        &self.0.drawings
    }

    pub(super) fn tiles(&self) -> &TileCache<TileKey> {
        &self.0.tiles
    }

    pub(super) fn assets(&self) -> &TileCache<String> {
        &self.0.assets
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(super) fn content_policy(&self) -> &HeaderValue {
        &self.0.content_policy
    }

    pub(super) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    /// Asks the store something, off the asynchronous threads.
    pub(super) async fn ask_store<T: Send + 'static>(
        &self,
        ask: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let answered = tokio::task::spawn_blocking(ask).await.map_err(ApiError::internal)?;
        answered.map_err(ApiError::Store)
    }

    /// Swaps in what the store holds now, so that whoever has just changed something finds it changed.
    pub(super) async fn refresh(&self) -> Result<(), ApiError> {
        let (Some(store), atlas) = (self.store().cloned(), Arc::clone(&self.0.atlas)) else { return Ok(()) };
        self.ask_store(move || {
            let newer = read_atlas(store.as_ref(), &atlas.load())?;
            atlas.store(Arc::new(newer));
            Ok(())
        })
        .await
    }

    /// Leave to answer one more request.
    pub(super) fn admit(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        self.0.requests.clone().try_acquire_owned().map_err(|_| ApiError::Busy)
    }

    /// Leave to read one more spreadsheet: each may take some hundred megabytes while it is read.
    pub(super) fn admit_sheet(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        self.0.sheets.clone().try_acquire_owned().map_err(|_| ApiError::Busy)
    }

    /// Computes something off the asynchronous threads, or turns the request away when too much is being computed.
    pub(super) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = self.0.computations.clone().try_acquire_owned().map_err(|_| ApiError::Busy)?;
        let work = move || {
            // Held until the work is done, even when the one who asked has gone.
            let _permit = permit;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
    }
}
