//! The JSON and tile API, and the viewer that is built into the binary.
//!
//! A request is parsed into a question ([`question`]), asked of one immutable [`Snapshot`](snapshot::Snapshot)
//! of the atlas as one visitor may see it, and answered with a body of this module's own: domain types are not
//! serialised. Whatever goes wrong is an [`ApiError`] and leaves as `application/problem+json`. Coordinates
//! are longitude and latitude in degrees (WGS 84) unless a name says easting and northing; lengths and areas carry
//! their unit in their name. Links that leave the server start with [`HttpConfig::public_url`], never with what a
//! client calls the host.
//!
//! One file a resource, each with its `router()`, its parameters, its bodies and its handlers.

mod areas;
mod asker;
mod assets;
mod audit;
mod basemap;
mod cited;
mod client;
mod clock;
mod compare;
mod config;
mod connections;
mod coverage;
mod dates;
mod docs;
mod documents;
mod drawings;
mod drawn;
mod embeds;
mod error;
mod examples;
mod feature;
mod ground;
mod guard;
mod headers;
mod health;
mod history;
mod html;
mod layers;
mod locate;
mod metrics;
mod named;
mod neighbourhoods;
mod origin;
mod overlaps;
mod pinned;
mod place;
mod plan;
mod preload;
mod problem;
mod question;
mod relations;
mod representation;
mod scenarios;
mod search;
mod sent;
mod session;
mod settings;
mod sheets;
mod snapshot;
mod stall;
mod state;
mod telemetry;
mod throttle;
mod tile_numbers;
mod tiles;
mod tileset;
mod viewer;
mod weights;

pub use self::{
    client::{InvalidNetwork, Network},
    clock::{rehearse, today},
    compare::{COMPARE_COLUMNS, CompareBody, ReproduceError, compare_answer, compare_rows, reproduce},
    config::{Basemap, HttpConfig, InvalidStyleUrl, Limits},
    connections::serve,
    coverage::{
        BLOCK_COLUMNS, COVERAGE_COLUMNS, CoverageBlocksBody, CoverageBody, block_rows, coverage_answer,
        coverage_blocks, coverage_rows, reproduce_coverage,
    },
    docs::openapi,
    embeds::InvalidOrigin,
    error::ApiError,
    history::{HistoryBody, history_answer},
    locate::{BORDER_RULE, LocateBody, locate_answer, locate_postcode},
    plan::{FiguresBody, OPTION_COLUMNS, OptionsBody, figures_body, option_rows, options_body},
    scenarios::{ScenarioBody, ScenarioSummary, scenario_body, scenario_csv, scenario_summary},
    state::AppState,
};

use axum::{Router, middleware};

/// Everything that the server answers.
pub fn router(state: AppState) -> Router {
    let (api, description) = docs::described_routes().split_for_parts();
    let identify = middleware::from_fn_with_state(state.clone(), asker::identify);
    Router::new()
        .merge(api.layer(identify).layer(headers::compression()))
        .merge(docs::router(&description).layer(headers::compression()))
        .merge(documents::router())
        .merge(basemap::router(state.config()))
        .merge(metrics::router())
        .fallback(viewer::show)
        .method_not_allowed_fallback(guard::method_not_allowed)
        .layer(middleware::from_fn_with_state(state.clone(), guard::guard))
        .layer(guard::catch_panics())
        .layer(middleware::from_fn_with_state(state.clone(), headers::secure))
        .layer(middleware::from_fn(telemetry::observe))
        .with_state(state)
}
