//! A server with a store, where tokens can be made.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::{
    Router,
    body::Body,
    http::{Method, Request},
};
use jiff::Timestamp;
use patchwork::{
    access::{NewToken, Role, TokenId, TokenText},
    atlas::Atlas,
    http::{AppState, HttpConfig, router},
    store::{AccessStore, Store, read_atlas, sqlite::GeoPackage},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    ask::{Answer, send},
    places, world,
};

/// A server of the invented world with a store of its own.
pub struct Office {
    _folder: TempDir,
    pub store: Arc<GeoPackage>,
    pub app: Router,
}

impl Office {
    pub fn open() -> Self {
        Self::open_with(|_| ())
    }

    pub fn open_with(change: impl FnOnce(&mut HttpConfig)) -> Self {
        let mut config = HttpConfig::new(world::PUBLIC_URL);
        change(&mut config);
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(GeoPackage::create_or_open(&folder.path().join("office.gpkg")).unwrap());
        let state = AppState::new(config, world::shared()).with_store(store.clone() as Arc<dyn Store>);
        Self { _folder: folder, store, app: router(state) }
    }

    /// A new token: what it goes by, and what its holder sends with every request.
    pub fn token(&self, role: Role) -> (TokenId, String) {
        let text = TokenText::random();
        let new = NewToken {
            id: text.id.clone(),
            hash: text.secret.hash(),
            role,
            name: Some(format!("Ann the {role}")),
            created: Timestamp::now(),
        };
        self.store.put_token(&new).unwrap();
        (text.id.clone(), format!("Bearer {}", text.written()))
    }

    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let method: Method = method.parse().unwrap();
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        send(&self.app, request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.call("GET", path, headers, "").await
    }

    /// Signs in as a browser does, and hands over the cookie to send.
    pub async fn cookie(&self, bearer: &str) -> String {
        let answer = self.sign_in(bearer.strip_prefix("Bearer ").unwrap(), &[OURS]).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        let set = answer.header("set-cookie").unwrap();
        set.split(';').next().unwrap().to_owned()
    }

    pub async fn sign_in(&self, token: &str, headers: &[(&str, &str)]) -> Answer {
        let body = Value::from_iter([("token", token)]).to_string();
        self.call("POST", "/api/session", headers, &body).await
    }
}

/// What a browser says of the page that a request comes from.
pub const OURS: (&str, &str) = ("origin", world::PUBLIC_URL);

/// A server of the demo county, in a store of its own.
pub fn of_demo(public_url: &str) -> Office {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.gpkg");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_patchwork"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("PATCHWORK_DATA");
    command.args(["import", "place", "boundaries/demo.toml", "--data", ".", "--store"]).arg(&file);
    let made = command.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let store = Arc::new(GeoPackage::create_or_open(&file).unwrap());
    let atlas = read_atlas(store.as_ref(), &Atlas::default()).unwrap();
    let mut config = HttpConfig::new(public_url);
    config.limits.anonymous_writes_an_hour = 1_000;
    let state = AppState::new(config, Arc::new(ArcSwap::from_pointee(atlas)))
        .with_store(store.clone() as Arc<dyn Store>);
    Office { _folder: folder, store, app: router(state) }
}

/// A server of a world that is in its store, so that it can be changed.
pub fn of_store() -> Office {
    of_store_with(|_| ())
}

pub fn of_store_with(change: impl FnOnce(&mut HttpConfig)) -> Office {
    let mut config = HttpConfig::new(world::PUBLIC_URL);
    change(&mut config);
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(GeoPackage::create_or_open(&folder.path().join("office.gpkg")).unwrap());
    for edition in world::editions() {
        store.put_edition(&edition).unwrap();
    }
    for listed in places::lists() {
        store.put_table(&places::table(listed)).unwrap();
    }
    store.put_table(&world::postcodes()).unwrap();
    let atlas = read_atlas(store.as_ref(), &Atlas::default()).unwrap();
    let atlas = Arc::new(ArcSwap::from_pointee(atlas));
    let state = AppState::new(config, atlas).with_store(store.clone() as Arc<dyn Store>);
    Office { _folder: folder, store, app: router(state) }
}
