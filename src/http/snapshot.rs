//! What one request is answered from.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{ApiError, AppState, asker::Asker};
use crate::atlas::{Atlas, View, Viewer};

/// The atlas as it was when the request came, and who asks: the same for the whole answer, whatever is imported
/// meanwhile.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    atlas: Arc<Atlas>,
    viewer: Viewer,
}

impl Snapshot {
    /// What a visitor may see of an atlas.
    pub fn new(atlas: Arc<Atlas>, viewer: Viewer) -> Self {
        Self { atlas, viewer }
    }

    /// What may be answered from.
    pub fn view(&self) -> View<'_> {
        self.atlas.view(self.viewer)
    }

    /// All there is: to know what need no longer be kept in memory, never to answer from.
    pub fn everything(&self) -> View<'_> {
        self.atlas.view(Viewer::SignedIn)
    }
}

impl FromRequestParts<AppState> for Snapshot {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Ok(asker) = Asker::from_request_parts(parts, state).await;
        state.snapshot(asker.viewer()).ok_or(ApiError::Loading)
    }
}

/// What anybody may see, for answers that do not wait for the atlas.
pub(super) struct Perhaps(pub Option<Snapshot>);

impl FromRequestParts<AppState> for Perhaps {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(state.snapshot(Viewer::Public)))
    }
}
