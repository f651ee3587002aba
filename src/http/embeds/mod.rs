//! Maps on the pages of others: a light page to frame, the same as a still picture, and oEmbed, which finds both from a link.
//!
//! Whoever asks, only what is public is shown: a frame on another site must not depend on who is signed in here.

mod framing;
mod head;
mod link;
mod oembed;
mod page;
mod picture;
mod query;
mod shown;

pub use self::framing::InvalidOrigin;
pub(super) use self::{head::Head, picture::option_picture};

use utoipa_axum::router::OpenApiRouter;

use super::AppState;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().merge(page::router()).merge(picture::router()).merge(oembed::router())
}
