//! What residents draw: checked while it is drawn, sent, changed under a private link, looked at by a moderator, and read by everybody once it is
//! published.
//!
//! Nothing of who draws is kept. Whoever has the edit link may change or withdraw a drawing; the link's secret travels in the header
//! [`EDIT_TOKEN`], so that it stands in no log. Public answers come from the atlas, into which only published drawings get; the queue
//! asks the store, and only for moderators.

mod agreement;
mod body;
mod check;
mod enter;
mod list;
mod mine;
mod page;
mod queue;
mod send;
mod shapes;
mod sheet;
mod stands;
mod terms;
mod undrawn;
mod versions;

use utoipa_axum::router::OpenApiRouter;

use super::AppState;

/// The header that carries the secret of an edit link.
const EDIT_TOKEN: &str = "edit-token";

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(terms::router())
        .merge(check::router())
        .merge(send::router())
        .merge(mine::router())
        .merge(queue::router())
        .merge(versions::router())
        .merge(enter::router())
        .merge(shapes::router())
        .merge(agreement::router())
        .merge(undrawn::router())
        .merge(sheet::router())
        .merge(list::router())
        .merge(page::router())
}
