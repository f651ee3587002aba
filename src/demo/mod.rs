//! Saltmere, an invented county, made by a seeded generator: for trying Patchwork out, and for tests.
//!
//! It lies in open North Sea, where there is no ground, and no place, person or organisation in it
//! is real. Its codes look like England's but begin with X, which no register of areas uses. All
//! ground is in the British National Grid (EPSG:27700) on whole metres.
//!
//! ```text
//! land, places ─► scatter ─► mesh ─► courses ─► divide (graph, grow) ─► draw ─► dissolve ─► layers
//! outline,        sites      cells   rivers,    districts, wards,       bends   areas
//! people                             roads      blocks
//! ```
//!
//! [`county`] makes plain values, the same for a seed on every machine; [`write`] puts them into
//! `boundaries/demo/` and `data/demo/`. `boundaries/demo.toml` says how to import them.

// Metres on the grid, cells and people: whole numbers far below what an f64 or a usize can hold.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

mod assets;
mod codes;
mod courses;
mod dissolve;
mod divide;
mod draw;
mod drawings;
mod graph;
mod ground;
mod grow;
mod land;
mod layers;
mod mesh;
mod names;
mod noise;
mod patients;
mod people;
mod places;
mod postcodes;
mod quarters;
mod reorganisation;
mod scatter;
mod write;

use geo_types::MultiPolygon;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

pub use self::{
    drawings::Proposed,
    write::{WriteError, write},
};

/// The seed of the committed county.
pub const SEED: u64 = 1;

/// Everything about the county that is written down.
pub struct County {
    /// Boundaries, a file each.
    pub layers: Vec<Layer>,
    /// The census blocks and their people.
    pub blocks: Vec<Block>,
    /// The patient lists of the primary care networks.
    pub patients: Vec<Patients>,
    /// Invented postcodes.
    pub postcodes: Vec<Postcode>,
    /// Libraries, surgeries and schools as registers have them; then halls, cafés and groups as somebody gathered them.
    pub assets: [Vec<Asset>; 2],
    /// Parks, commons and allotments.
    pub green_spaces: Vec<GreenSpace>,
    /// What residents drew of neighbourhoods that go by one name, and do not agree about.
    pub drawings: Vec<Proposed>,
    /// Proposals to reorganise the councils.
    pub scenarios: Vec<Scenario>,
    /// What the new councils of the proposals would be made of.
    pub components: Vec<Component>,
}

/// One edition of one layer of areas.
pub struct Layer {
    /// What its file is called, without the ending: the layer and the edition.
    pub file: &'static str,
    /// What the column is called that holds the code of the area around, if there is one.
    pub parent: Option<&'static str>,
    /// Its areas, by code; residents' drawings in the order in which they came.
    pub areas: Vec<Area>,
}

/// A named piece of ground.
pub struct Area {
    /// An invented code, such as X05000001; residents' drawings have none.
    pub code: Option<String>,
    /// Its name, once in its layer.
    pub name: String,
    /// The code of the area around it.
    pub parent: Option<String>,
    /// Its ground: British National Grid, whole metres.
    pub region: MultiPolygon<f64>,
}

/// The people of a census block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its code in the layer of blocks.
    pub code: String,
    /// Its name there.
    pub name: String,
    /// How many people live in it.
    pub residents: u32,
    /// "Urban", "Larger rural" or "Smaller rural".
    pub rural_urban: &'static str,
}

/// How many people of one block are registered with one primary care network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patients {
    /// The block.
    pub block_code: String,
    /// The network's invented code.
    pub pcn_code: String,
    /// The network's name.
    pub pcn_name: String,
    /// Registered people who live in the block.
    pub patients: u32,
    /// Everybody registered with the network, with those who live outside the county.
    pub list_size: u32,
}

/// An invented postcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode {
    /// As it is written.
    pub postcode: String,
    /// Metres east on the National Grid.
    pub easting: u32,
    /// Metres north on the National Grid.
    pub northing: u32,
    /// Whether it is in use.
    pub is_live: bool,
}

/// Something that can be found in the county, in the columns of an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// What its list calls it.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its address.
    pub address: String,
    /// Its postcode; blank for one without a building.
    pub postcode: String,
    /// Metres east and north, where the list has them.
    pub at: Option<(u32, u32)>,
    /// A number that nobody has.
    pub phone: String,
    /// An address that nobody has.
    pub email: String,
    /// When it is open.
    pub opening_hours: &'static str,
    /// Who runs it.
    pub run_by: &'static str,
    /// Whether people can meet there.
    pub can_meet_here: &'static str,
    /// How many people fit in.
    pub capacity: Option<u32>,
    /// The asset at which it meets.
    pub meets_at: String,
    /// The place that it serves.
    pub serves: String,
    /// The day on which it was last found to be so.
    pub last_verified: &'static str,
    /// Whether it is in use.
    pub status: &'static str,
}

/// A park, a common or allotments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreenSpace {
    /// What its list calls it.
    pub source_id: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its outline, closed: whole metres on the National Grid.
    pub ring: Vec<[i64; 2]>,
}

/// A proposal to reorganise the councils, in the columns in which real ones are collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// A short name for it.
    pub proposal_id: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// How far it has come.
    pub status: &'static str,
    /// Since when: a day, ISO 8601.
    pub status_date: &'static str,
    /// The day on which the new councils would take over, with how sure that is.
    pub vesting_date: &'static str,
    /// Anything a reader should know.
    pub notes: &'static str,
}

/// One area that a new council of a proposal would be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The proposal.
    pub proposal_id: &'static str,
    /// The new council.
    pub new_unitary: &'static str,
    /// LAD25 for a district, WD25 for a ward of 2025.
    pub component_type: &'static str,
    /// The area's code.
    pub code: String,
    /// The area's name.
    pub name: String,
    /// "stated" in the proposal, or "inferred" from its map.
    pub confidence: &'static str,
}

/// The county of a seed: always the same one.
///
/// Other seeds give other villages, shores and borders to the same towns and rivers.
#[must_use]
pub fn county(seed: u64) -> County {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut ground = ground::Ground::new(seed, &mut rng);
    let divided = divide::Divisions::new(&ground, seed, &mut rng);
    layers::draw_borders(&mut ground, &divided, seed);
    let (block_tags, ward_tags) = (codes::blocks(&ground, &divided), codes::wards(&ground, &divided));
    let (blocks, middles) = people::of_blocks(&ground, &divided, &block_tags);
    let postcodes = postcodes::of_blocks(&ground, &divided, &block_tags, seed);
    County {
        assets: assets::lists(&postcodes, &block_tags, seed),
        green_spaces: assets::green_spaces(&postcodes, &block_tags, seed),
        drawings: drawings::proposed(seed),
        layers: layers::all(&ground, &divided, &block_tags, &ward_tags, seed),
        patients: patients::register(&blocks, &middles, seed),
        postcodes,
        blocks,
        scenarios: reorganisation::SCENARIOS.to_vec(),
        components: reorganisation::components(&ground, &divided, &ward_tags[1]),
    }
}
