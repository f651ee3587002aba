//! The command line as somebody at a terminal meets it: the real program, a folder of its own, small invented worlds.

mod county;
mod desk;
mod server;
mod shapes;

mod assets;
mod bad_boundaries;
mod bad_store;
mod citations;
mod compare;
mod compare_people;
mod coverage;
mod exports;
mod footprints;
mod imports;
mod killed;
mod lineage;
mod neighbourhoods;
mod places;
mod questions;
mod serving;
mod tables;
mod tokens;
mod upkeep;
