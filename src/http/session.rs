//! Signing in and out in a browser.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    asker::{Asker, PRIVATE, SignedIn, holds},
    problem::{Problems, Refusals},
    question::{Asked, Nothing},
    sent::Sent,
};
use crate::access::{Deed, NewSession, SESSION_HOURS, Secret};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_session, sign_in, sign_out))
}

/// Who has signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionBody {
    /// Whether anybody has.
    signed_in: bool,
    /// The role of their token: `contributor`, `moderator`, `planner` or `admin`.
    #[schema(example = "contributor")]
    role: Option<&'static str>,
    /// Whose token it is, in the words of the operator who made it.
    name: Option<String>,
    /// What the token goes by in the audit trail.
    token: Option<String>,
    /// When a browser's session ends, in universal time; null for a token that is sent with every request.
    expires_at: Option<Timestamp>,
    /// What the role allows: `edit-assets`, `bring-sheets`, `suppress-assets`, `settle-reports`, `moderate`, `plan`, `read-audit`.
    #[schema(example = json!(["edit-assets", "bring-sheets"]))]
    may: Vec<&'static str>,
}

impl SessionBody {
    fn of(asker: Option<&SignedIn>) -> Self {
        let may = |deed: &Deed| asker.is_some_and(|asker| asker.role.may(*deed));
        Self {
            signed_in: asker.is_some(),
            role: asker.map(|asker| asker.role.as_str()),
            name: asker.and_then(|asker| asker.name.clone()),
            token: asker.map(|asker| asker.token.to_string()),
            expires_at: asker.and_then(|asker| asker.until),
            may: Deed::NAMES.iter().filter(|(_, deed)| may(deed)).map(|(name, _)| *name).collect(),
        }
    }
}

/// A token to sign in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInBody {
    /// The token, as `patchwork token create` showed it.
    #[schema(example = "pw_…")]
    token: String,
}

/// Who has signed in
#[utoipa::path(
    get, path = "/api/session", tag = "Signing in",
    responses((status = OK, body = SessionBody), Problems)
)]
async fn show_session(asker: Asker, Asked(Nothing {}): Asked<Nothing>) -> (NotKept, Json<SessionBody>) {
    (NOT_KEPT, Json(SessionBody::of(asker.signed_in())))
}

/// Sign in
///
/// Exchanges a token for a cookie that scripts cannot read and other sites cannot use. The session ends after twelve hours, on
/// signing out, or with its token.
#[utoipa::path(
    post, path = "/api/session", tag = "Signing in", request_body = SignInBody,
    responses((status = OK, body = SessionBody), Problems, Refusals)
)]
async fn sign_in(
    State(app): State<AppState>,
    asker: Asker,
    Sent(body): Sent<SignInBody>,
) -> Result<(HeaderMap, Json<SessionBody>), ApiError> {
    let refused = || ApiError::SignIn {
        reason: "this token does not hold: copy the whole of it, or ask for another".to_owned(),
    };
    let token = match body.token.trim().parse() {
        Ok(shown) => holds(&app, shown).await?,
        Err(_) => None,
    };
    let Some(token) = token else {
        asker.count_attempt(&app)?;
        return Err(refused());
    };
    let (secret, created) = (Secret::random(), Timestamp::now());
    let expires =
        created.checked_add(SignedDuration::from_hours(SESSION_HOURS)).map_err(ApiError::internal)?;
    let session = NewSession { hash: secret.hash(), token: token.id.clone(), created, expires };
    let store = app.store().cloned().ok_or_else(refused)?;
    app.ask_store(move || store.put_session(&session)).await?;
    let until = Some(expires);
    let asker = SignedIn { token: token.id, role: token.role, name: token.name, until };
    let headers = with_cookie(&app.config().public_url, &secret.written(), SESSION_HOURS * 3_600)?;
    Ok((headers, Json(SessionBody::of(Some(&asker)))))
}

/// Sign out
#[utoipa::path(
    delete, path = "/api/session", tag = "Signing in",
    responses((status = NO_CONTENT, description = "The session has ended"), Problems, Refusals)
)]
async fn sign_out(
    State(app): State<AppState>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<(StatusCode, HeaderMap), ApiError> {
    let public_url = &app.config().public_url;
    if let (Some(secret), Some(store)) = (cookie(&headers, public_url), app.store().cloned()) {
        app.ask_store(move || store.end_session(&secret.hash())).await?;
    }
    Ok((StatusCode::NO_CONTENT, with_cookie(public_url, "", 0)?))
}

type NotKept = [(HeaderName, HeaderValue); 1];
const NOT_KEPT: NotKept = [(header::CACHE_CONTROL, PRIVATE)];

/// Over TLS the name itself makes a browser insist on it, and keeps other hosts of the domain from setting one.
fn cookie_name(public_url: &str) -> &'static str {
    if is_secure(public_url) { "__Host-patchwork" } else { "patchwork" }
}

fn is_secure(public_url: &str) -> bool {
    public_url.starts_with("https://")
}

/// The secret of a browser's session.
pub(super) fn cookie(headers: &HeaderMap, public_url: &str) -> Option<Secret> {
    let name = cookie_name(public_url);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(given, value)| if given == name { Secret::read(value) } else { None })
}

fn with_cookie(public_url: &str, value: &str, seconds: i64) -> Result<HeaderMap, ApiError> {
    let name = cookie_name(public_url);
    let secure = if is_secure(public_url) { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    let cookie = HeaderValue::from_str(&text).map_err(ApiError::internal)?;
    Ok(HeaderMap::from_iter([(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, PRIVATE)]))
}
