//! What a client sends as JSON.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use serde::de::DeserializeOwned;

use super::{ApiError, AppState};

/// A body of JSON, of the size that the server allows, with nothing in it that is not known.
pub(super) struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Sent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &AppState) -> Result<Self, ApiError> {
        let bytes = bytes(request, app, app.config().limits.body_bytes).await?;
        let read = serde_json::from_slice(&bytes);
        read.map(Self).map_err(|error| ApiError::Body { reason: error.to_string() })
    }
}

/// The body of a request, at most so long.
pub(super) async fn bytes(request: Request, app: &AppState, most: u64) -> Result<Bytes, ApiError> {
    let bytes = Bytes::from_request(request, app).await.map_err(|_| ApiError::BodyTooLarge { most })?;
    if bytes.len() as u64 > most { Err(ApiError::BodyTooLarge { most }) } else { Ok(bytes) }
}
