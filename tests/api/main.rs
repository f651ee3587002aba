//! The API as a client meets it, over a small invented world.

mod ask;
mod office;
mod places;
mod schema;
mod world;

mod areas;
mod asset_tiles;
mod assets;
mod bad_input;
mod citations;
mod compare;
mod config;
mod connections;
mod docs;
mod documents;
mod editing;
mod embeds;
mod examples;
mod health;
mod hidden;
mod layers;
mod limits;
mod lineage;
mod locate;
mod log;
mod neighbourhoods;
mod overlaps;
mod people;
mod scenarios;
mod search;
mod secrecy;
mod sheets;
mod signing_in;
mod tiles;
mod viewer;
