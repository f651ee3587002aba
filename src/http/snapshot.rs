//! What one request is answered from.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{ApiError, AppState};
use crate::atlas::{Atlas, View, Viewer};

/// The atlas as it was when the request came, and who asks: the same for the whole answer, whatever is imported
/// meanwhile.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    atlas: Arc<Atlas>,
    viewer: Viewer,
}

impl Snapshot {
    /// What anybody may see of an atlas.
    pub fn public(atlas: Arc<Atlas>) -> Self {
        Self { atlas, viewer: Viewer::Public }
    }

    /// What may be answered from.
    pub fn view(&self) -> View<'_> {
        self.atlas.view(self.viewer)
    }
}

impl FromRequestParts<AppState> for Snapshot {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        state.snapshot().ok_or(ApiError::Loading)
    }
}

/// As [`Snapshot`], for answers that do not wait for the atlas.
pub(super) struct Perhaps(pub Option<Snapshot>);

impl FromRequestParts<AppState> for Perhaps {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(state.snapshot()))
    }
}
