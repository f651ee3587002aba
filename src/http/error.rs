//! Everything that can go wrong with a request, as the client is told.

use std::{error::Error, time::Duration};

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{compare::ReproduceError, problem::ProblemBody};
use crate::{
    access::{Deed, Role},
    atlas::AskError,
    compare::CompareError,
    geometry::OutsideGrid,
    reach::ReachError,
    store::StoreError,
    tiles::TileCoordError,
};

/// How long a client that was turned away should wait, in seconds.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("2");

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The atlas has none.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Two layers cannot be compared.
    #[error("{0}")]
    Compare(CompareError),
    /// A question of reach has no answer.
    #[error("{0}")]
    Reach(ReachError),
    /// A reference names content that is not kept.
    #[error(transparent)]
    Reference(#[from] ReproduceError),
    /// A parameter that this route does not have.
    #[error("there is no parameter “{given}” here; {}", what_there_is(known))]
    UnknownParameter {
        /// What was given.
        given: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A parameter that makes no sense.
    #[error("{param}: {reason}")]
    Parameter {
        /// Which.
        param: &'static str,
        /// Why not.
        reason: String,
    },
    /// A drawing that cannot be read as ground.
    #[error("this drawing cannot be used: {reason}")]
    Drawing {
        /// Why not.
        reason: String,
    },
    /// A place that the grid does not reach.
    #[error(transparent)]
    Outside(#[from] OutsideGrid),
    /// An address that names no tile.
    #[error(transparent)]
    NoTile(#[from] TileCoordError),
    /// A spreadsheet that cannot be used.
    #[error("this sheet cannot be used: {reason}")]
    Sheet {
        /// Why not.
        reason: String,
    },
    /// An asset was changed since it was read.
    #[error(
        "this has been changed since you read it: read it again, and send your change with its new entity tag"
    )]
    Stale,
    /// A change that does not say what it was made from.
    #[error("say which state you change: send If-Match with the entity tag that reading it gave")]
    NoMatch,
    /// Something is there or done already.
    #[error("{reason}")]
    Conflict {
        /// What.
        reason: String,
    },
    /// No asset of that name, or none that this visitor may see.
    #[error("there is no asset “{id}”")]
    NoAsset {
        /// The name.
        id: String,
    },
    /// No drawing of that name or under that edit link.
    #[error("there is no such drawing: it has been deleted, or the link is cut short")]
    NoDrawing,
    /// No name with enough drawings.
    #[error(
        "there are fewer than {least} published drawings called “{name}”, too few to say where they agree"
    )]
    TooFewDrawings {
        /// The name.
        name: String,
        /// How many there must be.
        least: usize,
    },
    /// A link that stands for no map that anybody may see.
    #[error("there is no map under this link")]
    NoMap,
    /// No route of the API.
    #[error("there is nothing at {path}; /api/docs lists what there is")]
    NoRoute {
        /// The path.
        path: String,
    },
    /// A method that the route does not know.
    #[error("{method} does nothing here; ask with GET")]
    Method {
        /// The method.
        method: String,
    },
    /// A token is needed, or the one that was shown does not hold.
    #[error("{reason}")]
    SignIn {
        /// What for, or why not.
        reason: String,
    },
    /// The token's role does not allow it.
    #[error("{} needs the role {}; this token is a {role}'s", deed.in_words(), roles(*deed))]
    Forbidden {
        /// What was tried.
        deed: Deed,
        /// The role that tried.
        role: Role,
    },
    /// Another site's page sent it.
    #[error(
        "this would change something, and does not come from a page of this server: use {ours}, or set --public-url to the address that visitors use"
    )]
    WrongOrigin {
        /// The server's own address.
        ours: String,
    },
    /// One client writes too often.
    #[error("that was often enough for now: try again in {} minutes, or sign in", wait.as_secs().div_ceil(60))]
    TooOften {
        /// How long to wait.
        wait: Duration,
    },
    /// A body that cannot be read.
    #[error("the body cannot be used: {reason}")]
    Body {
        /// Why not.
        reason: String,
    },
    /// The store could not do it.
    #[error("{}", store_in_words(.0))]
    Store(StoreError),
    /// The body is too large.
    #[error("a request may carry at most {most} bytes")]
    BodyTooLarge {
        /// The limit.
        most: u64,
    },
    /// The address is too long.
    #[error("an address may have at most {most} bytes")]
    AddressTooLong {
        /// The limit.
        most: usize,
    },
    /// Nothing has been loaded yet.
    #[error("the boundaries are still being loaded")]
    Loading,
    /// Too much at once.
    #[error("more is being asked than can be answered at once")]
    Busy,
    /// It took too long.
    #[error("this took too long and was given up")]
    TooSlow,
    /// A fault of the server.
    #[error("something went wrong here; it has been noted")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

fn roles(deed: Deed) -> String {
    let names: Vec<&str> = deed.roles().map(Role::as_str).collect();
    names.join(" or ")
}

/// Without the path, which is nobody's business.
fn store_in_words(error: &StoreError) -> &'static str {
    match error {
        StoreError::ReadOnly { .. } => "this server may only read its store, so nothing can be changed here",
        StoreError::DiskFull { .. } => "the server's disk is full; nothing was changed",
        StoreError::Stale { .. } => "this asset has been changed since you read it: read it again",
        StoreError::StaleScenario { .. } => "this scenario has been changed since you read it: read it again",
        StoreError::Busy { .. } => "something else is being written just now; nothing was changed",
        _ => "something went wrong here; it has been noted",
    }
}

fn what_there_is(names: &[String]) -> String {
    match names {
        [] => "this address takes none".to_owned(),
        [one] => format!("there is {one}"),
        many => format!("there are {}", many.join(", ")),
    }
}

impl From<ReachError> for ApiError {
    fn from(error: ReachError) -> Self {
        Self::Reach(error)
    }
}

impl ApiError {
    /// A fault of the server with its cause, which goes to the log and nowhere else.
    pub(super) fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Status, short name and title.
    fn kind(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::Ask(AskError::UnknownLayer { .. }) => (S::NOT_FOUND, "unknown-layer", "No such layer"),
            Self::Ask(AskError::UnknownEdition { .. }) => {
                (S::NOT_FOUND, "unknown-edition", "No such edition")
            }
            Self::Ask(AskError::UnknownScenario { .. }) => {
                (S::NOT_FOUND, "unknown-scenario", "No such scenario")
            }
            Self::Ask(AskError::NotDrawn { .. }) => (S::CONFLICT, "not-drawn", "Scenario is not drawn"),
            Self::Ask(AskError::UnknownArea { .. }) => (S::NOT_FOUND, "unknown-area", "No such area"),
            Self::Ask(AskError::NotInForce { .. }) | Self::Compare(CompareError::Empty { .. }) => {
                (S::NOT_FOUND, "not-in-force", "Not in force on that day")
            }
            Self::Ask(AskError::Lists { .. } | AskError::NotLists { .. }) => {
                (S::BAD_REQUEST, "other-kind-of-layer", "Another kind of layer")
            }
            Self::Ask(AskError::NoEdition { .. }) => (S::NOT_FOUND, "no-edition", "No edition on that day"),
            Self::Ask(AskError::UnknownPostcode { .. } | AskError::NoPostcodes) => {
                (S::NOT_FOUND, "unknown-postcode", "No such postcode")
            }
            Self::Ask(AskError::SearchTooLong { .. }) => {
                (S::BAD_REQUEST, "search-too-long", "Search too long")
            }
            Self::Compare(CompareError::Ask(error)) => Self::Ask(error.clone()).kind(),
            Self::Compare(CompareError::UnknownWeight { .. }) => {
                (S::BAD_REQUEST, "unknown-weight", "No such weight")
            }
            Self::Compare(CompareError::NoBlocks { .. }) => (S::CONFLICT, "no-blocks", "Blocks not loaded"),
            Self::Reach(ReachError::Compare(error)) | Self::Reference(ReproduceError::Compare(error)) => {
                Self::Compare(error.clone()).kind()
            }
            Self::Reach(ReachError::Drawing(_)) | Self::Reference(ReproduceError::Store(_)) => {
                (S::INTERNAL_SERVER_ERROR, "internal", "Internal error")
            }
            Self::Reference(ReproduceError::Reach(error)) => Self::Reach(error.clone()).kind(),
            Self::Reference(ReproduceError::NotForThePublic) => (S::UNAUTHORIZED, "sign-in", "Sign in first"),
            Self::Reach(_)
            | Self::Reference(ReproduceError::Invalid(_) | ReproduceError::InvalidReach(_)) => {
                (S::BAD_REQUEST, "bad-parameter", "Parameter makes no sense")
            }
            Self::Reference(_) => (S::NOT_FOUND, "reference-gone", "Content not kept"),
            Self::UnknownParameter { .. } => (S::BAD_REQUEST, "unknown-parameter", "Unknown parameter"),
            Self::Parameter { .. } => (S::BAD_REQUEST, "bad-parameter", "Parameter makes no sense"),
            Self::Drawing { .. } => (S::BAD_REQUEST, "bad-drawing", "No drawing"),
            Self::Outside(_) => (S::BAD_REQUEST, "outside-grid", "Outside the National Grid"),
            Self::NoTile(_) => (S::NOT_FOUND, "no-tile", "No such tile"),
            Self::Stale | Self::Store(StoreError::Stale { .. } | StoreError::StaleScenario { .. }) => {
                (S::PRECONDITION_FAILED, "stale", "Changed by somebody else")
            }
            Self::Sheet { .. } => (S::UNPROCESSABLE_ENTITY, "bad-sheet", "Sheet cannot be used"),
            Self::NoMatch => (S::PRECONDITION_REQUIRED, "no-match", "If-Match is missing"),
            Self::Conflict { .. } => (S::CONFLICT, "conflict", "Done already"),
            Self::NoAsset { .. } => (S::NOT_FOUND, "unknown-asset", "No such asset"),
            Self::NoDrawing => (S::NOT_FOUND, "unknown-drawing", "No such drawing"),
            Self::TooFewDrawings { .. } => (S::NOT_FOUND, "too-few-drawings", "Too few drawings"),
            Self::NoMap => (S::NOT_FOUND, "no-map", "No such map"),
            Self::NoRoute { .. } => (S::NOT_FOUND, "no-route", "Nothing here"),
            Self::Method { .. } => (S::METHOD_NOT_ALLOWED, "method", "Method not allowed"),
            Self::SignIn { .. } => (S::UNAUTHORIZED, "sign-in", "Not signed in"),
            Self::Forbidden { .. } => (S::FORBIDDEN, "forbidden", "Another role is needed"),
            Self::WrongOrigin { .. } => (S::FORBIDDEN, "wrong-origin", "Sent from another site"),
            Self::TooOften { .. } => (S::TOO_MANY_REQUESTS, "too-often", "Too often"),
            Self::Body { .. } => (S::BAD_REQUEST, "bad-body", "Body makes no sense"),
            Self::Store(StoreError::ReadOnly { .. }) => {
                (S::FORBIDDEN, "read-only", "Nothing can be changed here")
            }
            Self::Store(StoreError::DiskFull { .. }) => (S::INSUFFICIENT_STORAGE, "disk-full", "Disk full"),
            Self::BodyTooLarge { .. } => (S::PAYLOAD_TOO_LARGE, "body-too-large", "Body too large"),
            Self::AddressTooLong { .. } => (S::URI_TOO_LONG, "address-too-long", "Address too long"),
            Self::Loading => (S::SERVICE_UNAVAILABLE, "loading", "Still loading"),
            Self::Busy | Self::Store(StoreError::Busy { .. }) => (S::SERVICE_UNAVAILABLE, "busy", "Too busy"),
            Self::TooSlow => (S::SERVICE_UNAVAILABLE, "too-slow", "Took too long"),
            Self::Internal(_) | Self::Store(_) => (S::INTERNAL_SERVER_ERROR, "internal", "Internal error"),
        }
    }

    fn param(&self) -> Option<String> {
        match self {
            Self::UnknownParameter { given, .. } => Some(given.clone()),
            Self::Parameter { param, .. } => Some((*param).to_owned()),
            Self::Compare(CompareError::UnknownWeight { .. } | CompareError::NoBlocks { .. }) => {
                Some("weight".to_owned())
            }
            Self::Reach(ReachError::Compare(error)) => Self::Compare(error.clone()).param(),
            Self::Reach(ReachError::UnknownClass { .. }) => Some("class".to_owned()),
            Self::Reference(_) => Some("reference".to_owned()),
            Self::Ask(AskError::SearchTooLong { .. }) => Some("q".to_owned()),
            Self::Ask(AskError::UnknownPostcode { .. } | AskError::NoPostcodes) => {
                Some("postcode".to_owned())
            }
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, kind, title) = self.kind();
        if let Self::Internal(cause) = &self {
            tracing::error!(target: "patchwork::http", %cause, "a request failed");
        }
        if let Self::Store(cause) = &self
            && !matches!(cause, StoreError::Stale { .. } | StoreError::StaleScenario { .. })
        {
            tracing::error!(target: "patchwork::http", %cause, "the store could not do what a request asked");
        }
        let wait = match &self {
            Self::TooOften { wait } => HeaderValue::from(wait.as_secs().max(1)),
            _ => RETRY_AFTER,
        };
        let body = ProblemBody::new(status, kind, title, self.to_string(), self.param());
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status) {
            headers.insert(header::RETRY_AFTER, wait);
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"patchwork\""));
        }
        response
    }
}
