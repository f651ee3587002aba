//! Who asks: anybody, or somebody who has shown a token.

use std::{convert::Infallible, net::IpAddr, time::Instant};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::{
    ApiError, AppState,
    client::{self, Peer},
    origin,
    session::cookie,
};
use crate::{
    access::{Deed, Role, Secret, Token, TokenId, TokenText},
    atlas::Viewer,
};

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    signed_in: Option<SignedIn>,
    client: IpAddr,
}

/// Somebody who has shown a token.
#[derive(Debug, Clone)]
pub(super) struct SignedIn {
    /// Their token.
    pub token: TokenId,
    /// What it allows.
    pub role: Role,
    /// Whose it is, in the operator's words.
    pub name: Option<String>,
    /// When their session ends; `None` for one who shows the token itself every time.
    pub until: Option<Timestamp>,
}

impl SignedIn {
    fn new(token: Token, until: Option<Timestamp>) -> Self {
        Self { token: token.id, role: token.role, name: token.name, until }
    }
}

impl Asker {
    /// What they may see.
    pub fn viewer(&self) -> Viewer {
        if self.signed_in.is_some() { Viewer::SignedIn } else { Viewer::Public }
    }

    /// Somebody who has signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_ref()
    }

    /// Somebody whose role allows a deed.
    pub fn may(&self, deed: Deed) -> Result<&SignedIn, ApiError> {
        match &self.signed_in {
            None => Err(ApiError::SignIn { reason: format!("{} needs a token: sign in", deed.in_words()) }),
            Some(asker) if asker.role.may(deed) => Ok(asker),
            Some(asker) => Err(ApiError::Forbidden { deed, role: asker.role }),
        }
    }

    /// Counts something that anybody may write, unless they have signed in.
    pub fn count_write(&self, app: &AppState) -> Result<(), ApiError> {
        if self.signed_in.is_some() { Ok(()) } else { self.count_attempt(app) }
    }

    /// Counts an attempt, whoever makes it.
    pub fn count_attempt(&self, app: &AppState) -> Result<(), ApiError> {
        app.throttle().count(self.client, Instant::now()).map_err(|wait| ApiError::TooOften { wait })
    }
}

impl<S: Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let nobody = || Self { signed_in: None, client: client::address(None, &HeaderMap::new(), &[]) };
        Ok(parts.extensions.get().cloned().unwrap_or_else(nobody))
    }
}

/// Finds out who asks, refuses what another site's page would change, and keeps the answers of those who have signed in out
/// of every cache.
pub(super) async fn identify(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let config = app.config();
    let peer = request.extensions().get::<Peer>().copied();
    let client = client::address(peer, request.headers(), &config.trusted_proxies);
    let signed_in = match shown(&app, request.headers()).await {
        Ok(signed_in) => signed_in,
        Err(error) => return error.into_response(),
    };
    let by_cookie = signed_in.as_ref().is_some_and(|asker| asker.until.is_some());
    if let Err(error) = origin::check(request.method(), request.headers(), &config.public_url, by_cookie) {
        return error.into_response();
    }
    let is_signed_in = signed_in.is_some();
    request.extensions_mut().insert(Asker { signed_in, client });
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // What says that it is for everybody (a tile of a public layer) is the same whoever asks.
    let is_public =
        headers.get(header::CACHE_CONTROL).is_some_and(|said| said.as_bytes().starts_with(b"public"));
    if is_signed_in && !is_public {
        headers.insert(header::CACHE_CONTROL, PRIVATE);
    }
    response
}

/// For answers that only one visitor may keep, and that no cache may.
pub(super) const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Who shows what a token or a session needs. A token that does not hold is refused; an ended session is nobody's.
async fn shown(app: &AppState, headers: &HeaderMap) -> Result<Option<SignedIn>, ApiError> {
    if let Some(said) = headers.get(header::AUTHORIZATION) {
        let text = said.to_str().ok().and_then(|said| said.split_once(' '));
        let text = text.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let text = text.and_then(|(_, text)| text.trim().parse().ok()).ok_or_else(no_token)?;
        let token = holds(app, text).await?.ok_or_else(no_token)?;
        return Ok(Some(SignedIn::new(token, None)));
    }
    let Some(secret) = cookie(headers, &app.config().public_url) else { return Ok(None) };
    session(app, secret).await
}

fn no_token() -> ApiError {
    ApiError::SignIn { reason: "this token does not hold: it is unknown, revoked or cut short".to_owned() }
}

/// The token that somebody shows, if it holds.
pub(super) async fn holds(app: &AppState, shown: TokenText) -> Result<Option<Token>, ApiError> {
    let Some(store) = app.store().cloned() else { return Ok(None) };
    let token =
        app.ask_store(move || Ok(store.token(&shown.id)?.filter(|token| token.admits(&shown)))).await?;
    Ok(token)
}

async fn session(app: &AppState, secret: Secret) -> Result<Option<SignedIn>, ApiError> {
    let Some(store) = app.store().cloned() else { return Ok(None) };
    let session = app.ask_store(move || store.session(&secret.hash())).await?;
    let session = session.filter(|session| session.holds_at(Timestamp::now()));
    Ok(session.map(|session| SignedIn::new(session.token, Some(session.expires))))
}
