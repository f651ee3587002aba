//! The invented county: what is committed is what the generator makes, and it is sound.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use geo::{Area as _, Intersects, Validation};
use geo_types::Coord;
use patchwork::demo::{self, Area, County, Layer};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn county() -> &'static County {
    static COUNTY: OnceLock<County> = OnceLock::new();
    COUNTY.get_or_init(|| demo::county(demo::SEED))
}

fn layer<'a>(county: &'a County, file: &str) -> &'a Layer {
    county.layers.iter().find(|layer| layer.file == file).expect("the layer is made")
}

fn code(area: &Area) -> &str {
    area.code.as_deref().expect("the area has a code")
}

/// Files of the two folders that the generator fills, as paths in `root`.
fn files(root: &Path) -> BTreeSet<PathBuf> {
    let folders = ["boundaries/demo", "data/demo"].map(PathBuf::from);
    let listed = folders.iter().flat_map(|folder| {
        let entries = fs::read_dir(root.join(folder)).expect("the folder can be read");
        entries.map(|entry| folder.join(entry.expect("an entry").file_name()))
    });
    listed.collect()
}

#[test]
fn the_committed_files_are_what_the_generator_makes() {
    let made = tempfile::tempdir().expect("a temporary folder");
    let written = demo::write(county(), made.path()).expect("the county is written");
    assert_eq!(files(repository()), written.iter().cloned().collect());
    assert_eq!(files(made.path()), files(repository()));
    let mut bytes = 0;
    for file in written {
        let (new, committed) = (fs::read(made.path().join(&file)), fs::read(repository().join(&file)));
        let (new, committed) = (new.expect("made"), committed.expect("committed"));
        bytes += new.len();
        assert!(new == committed, "{}: run `cargo run --example make-demo`", file.display());
    }
    assert!(bytes < 3_000_000, "{bytes} bytes are too many to commit");
}

#[test]
fn the_place_file_lists_every_layer_once_and_editions_follow_each_other() {
    let text = fs::read_to_string(repository().join("boundaries/demo.toml")).expect("the place file");
    let place: toml::Table = text.parse().expect("it is TOML");
    let listed = place["layer"].as_array().expect("layers");
    let files: Vec<&str> = listed.iter().filter_map(|layer| layer["files"][0].as_str()).collect();
    let made: BTreeSet<String> =
        county().layers.iter().map(|layer| format!("boundaries/demo/{}.fgb", layer.file)).collect();
    assert_eq!(files.len(), made.len());
    assert_eq!(files.iter().map(ToString::to_string).collect::<BTreeSet<_>>(), made);
    for (entry, file) in listed.iter().zip(files) {
        let (id, edition) = (entry["id"].as_str().expect("id"), entry["edition"].as_str().expect("edition"));
        assert_eq!(file, format!("boundaries/demo/{id}_{edition}.fgb"));
        let areas = &layer(county(), &format!("{id}_{edition}")).areas;
        assert_eq!(entry.get("code").is_some(), areas.iter().all(|area| area.code.is_some()), "{file}");
    }
    for id in ["wards", "icbs"] {
        let of_id: Vec<_> = listed.iter().filter(|layer| layer["id"].as_str() == Some(id)).collect();
        assert_eq!(of_id[0]["until"], of_id[1]["from"], "{id}");
    }
}

/// Both ends of a stroke, in whole metres.
type Stroke = [(i64, i64); 2];

/// Strokes that the areas of a layer do not share with each other: its outline. Panics where two
/// areas run along a stroke the same way, for then they overlap.
fn outline(areas: &[Area]) -> BTreeSet<Stroke> {
    #[allow(clippy::cast_possible_truncation, reason = "whole metres on the grid")]
    let whole = |at: Coord<f64>| {
        assert!(at.x.fract() == 0.0 && at.y.fract() == 0.0);
        (at.x as i64, at.y as i64)
    };
    let mut strokes = BTreeSet::new();
    let rings = areas.iter().flat_map(|area| area.region.iter());
    for ring in rings.flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors())) {
        for line in ring.lines() {
            assert!(strokes.insert([whole(line.start), whole(line.end)]), "{line:?} is there twice");
        }
    }
    let back = |[from, to]: Stroke| [to, from];
    strokes.iter().filter(|stroke| !strokes.contains(&back(**stroke))).copied().collect()
}

fn assert_sound(county: &County) {
    for layer in &county.layers {
        for area in &layer.areas {
            assert!(area.region.is_valid(), "{}: {}", layer.file, area.name);
            assert!(area.region.unsigned_area() > 10_000.0, "{}: {} is a crumb", layer.file, area.name);
        }
        let names: BTreeSet<&str> = layer.areas.iter().map(|area| area.name.as_str()).collect();
        let codes: BTreeSet<&str> = layer.areas.iter().filter_map(|area| area.code.as_deref()).collect();
        assert_eq!(names.len(), layer.areas.len(), "{}: a name twice", layer.file);
        assert!(codes.is_empty() || codes.len() == layer.areas.len(), "{}: a code twice", layer.file);
    }
    let districts = layer(county, "districts_2009");
    let shore = outline(&districts.areas);
    for file in ["blocks_2021", "wards_2019", "wards_2025", "counties_2009", "police_2009", "fire_2009"] {
        let areas = &layer(county, file).areas;
        assert_eq!(outline(areas), shore, "{file} covers the county and nothing else");
    }
    for file in ["blocks_2021", "wards_2019", "wards_2025"] {
        for district in &districts.areas {
            let inside = layer(county, file).areas.iter().filter(|area| area.parent == district.code);
            let inside: Vec<Area> = inside.map(copy).collect();
            let whole = outline(&[copy(district)]);
            assert_eq!(outline(&inside), whole, "{file} in {}", district.name);
        }
    }
}

fn copy(area: &Area) -> Area {
    Area {
        code: area.code.clone(),
        name: area.name.clone(),
        parent: area.parent.clone(),
        region: area.region.clone(),
    }
}

#[test]
fn layers_tile_the_county_and_nest_to_the_last_metre() {
    assert_sound(county());
}

#[test]
fn another_seed_makes_another_county_that_is_as_sound() {
    let other = demo::county(demo::SEED + 1);
    assert_sound(&other);
    assert_ne!(other.blocks, county().blocks);
}

#[test]
fn there_are_as_many_areas_as_a_small_county_has() {
    let count = |file: &str| layer(county(), file).areas.len();
    assert_eq!(count("districts_2009"), 6);
    assert!((380..=420).contains(&count("blocks_2021")));
    assert!((85..=95).contains(&count("wards_2019")) && (85..=95).contains(&count("wards_2025")));
    assert_eq!(county().patients.iter().map(|row| &row.pcn_code).collect::<BTreeSet<_>>().len(), 14);
    let islands = layer(county(), "counties_2009").areas.iter().map(|area| area.region.0.len() - 1);
    assert!(islands.sum::<usize>() >= 2);
}

#[test]
fn every_block_has_its_people_and_one_board_leaves_a_corner_out() {
    let blocks = layer(county(), "blocks_2021");
    assert!(blocks.areas.iter().map(code).eq(county().blocks.iter().map(|block| block.code.as_str())));
    for block in &county().blocks {
        assert!((1_000..=3_000).contains(&block.residents), "{}: {}", block.name, block.residents);
    }
    let all: u32 = county().blocks.iter().map(|block| block.residents).sum();
    assert!((700_000..730_000).contains(&all), "{all}");
    let ground = |file: &str| layer(county(), file).areas.iter().map(|area| area.region.unsigned_area());
    let (board, whole): (f64, f64) = (ground("icbs_2026").sum(), ground("districts_2009").sum());
    assert!(board < whole && board > 0.95 * whole);
}

#[test]
fn the_review_kept_some_wards_and_made_others_that_cut_across_blocks() {
    let [old, new] = ["wards_2019", "wards_2025"].map(|file| layer(county(), file));
    let kept: BTreeMap<&str, &str> = old.areas.iter().map(|ward| (code(ward), ward.name.as_str())).collect();
    let same = new.areas.iter().filter(|ward| kept.contains_key(code(ward))).count();
    assert!((10..60).contains(&same), "{same} wards kept their code");
    assert!(new.areas.iter().all(|ward| kept.get(code(ward)).is_none_or(|name| *name == ward.name)));
    let strokes = |areas: &[Area]| -> BTreeSet<Stroke> {
        let single = areas.iter().flat_map(|area| outline(&[copy(area)]));
        single.map(|[from, to]| if from < to { [from, to] } else { [to, from] }).collect()
    };
    let (blocks, wards) = (strokes(&layer(county(), "blocks_2021").areas), strokes(&new.areas));
    let along = wards.intersection(&blocks).count();
    let across = wards.difference(&blocks).count();
    assert!(along > across && across > wards.len() / 20, "{along} along blocks, {across} across");
}

#[test]
fn patient_lists_share_blocks_and_cross_the_river() {
    let district: BTreeMap<&str, &str> = layer(county(), "blocks_2021")
        .areas
        .iter()
        .map(|block| (code(block), block.parent.as_deref().expect("a district")))
        .collect();
    let mut lists: BTreeMap<&str, (u32, u32, BTreeSet<&str>)> = BTreeMap::new();
    let mut networks: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &county().patients {
        let list = lists.entry(&row.pcn_code).or_insert((0, row.list_size, BTreeSet::new()));
        assert_eq!(list.1, row.list_size);
        list.0 += row.patients;
        list.2.insert(district[row.block_code.as_str()]);
        *networks.entry(&row.block_code).or_default() += 1;
    }
    for (code, (listed, list_size, _)) in &lists {
        assert!(listed < list_size && *listed > list_size * 95 / 100, "{code}: {listed} of {list_size}");
    }
    assert!(lists.values().filter(|list| list.2.len() > 1).count() > 10);
    assert!(networks.values().filter(|count| **count > 1).count() > 150);
    assert_eq!(networks.len(), county().blocks.len(), "every block has patients");
}

#[test]
fn residents_drawings_overlap_and_have_names_only() {
    let drawings = &layer(county(), "neighbourhoods_2025").areas;
    assert!(drawings.iter().all(|drawing| drawing.code.is_none() && drawing.parent.is_none()));
    let pairs = drawings.iter().enumerate().flat_map(|(i, a)| drawings[..i].iter().map(move |b| (a, b)));
    assert!(pairs.filter(|(a, b)| a.region.intersects(&b.region)).count() > 10);
}

#[test]
fn proposals_are_made_of_areas_that_there_are() {
    let codes = |file: &str| layer(county(), file).areas.iter().map(code).collect::<BTreeSet<_>>();
    let (districts, wards) = (codes("districts_2009"), codes("wards_2025"));
    for component in &county().components {
        let there = if component.component_type == "LAD25" { &districts } else { &wards };
        assert!(there.contains(component.code.as_str()), "{}", component.name);
        assert!(county().scenarios.iter().any(|own| own.proposal_id == component.proposal_id));
    }
    for proposal in ["SALTMERE-1", "SALTMERE-2"] {
        let own = county().components.iter().filter(|component| component.proposal_id == proposal);
        assert_eq!(own.map(|component| component.code.as_str()).collect::<BTreeSet<_>>(), districts);
    }
    let left_out = county().components.iter().filter(|own| own.new_unitary == "(unassigned)");
    assert_eq!(left_out.count(), 1);
}

#[test]
fn every_postcode_lies_in_its_block_and_every_block_has_live_ones() {
    let county = county();
    let blocks = &layer(county, "blocks_2021").areas;
    let mut live = vec![0; blocks.len()];
    for postcode in &county.postcodes {
        let at = geo_types::Point::new(f64::from(postcode.easting), f64::from(postcode.northing));
        let holding: Vec<usize> =
            (0..blocks.len()).filter(|&index| blocks[index].region.intersects(&at)).collect();
        let [block] = holding[..] else { panic!("{postcode:?} lies in {holding:?}") };
        live[block] += usize::from(postcode.is_live);
        assert!(postcode.postcode.parse::<patchwork::asset::Postcode>().is_ok(), "{postcode:?}");
    }
    assert!(live.iter().all(|&count| (6..=10).contains(&count)), "{live:?}");
    let written: BTreeSet<&str> = county.postcodes.iter().map(|one| one.postcode.as_str()).collect();
    assert_eq!(written.len(), county.postcodes.len());
}

#[test]
fn assets_are_of_known_kinds_and_some_are_closed_hidden_or_without_a_place() {
    let county = county();
    let all: Vec<&demo::Asset> = county.assets.iter().flatten().collect();
    assert!((230..=280).contains(&(all.len() + county.green_spaces.len())), "{}", all.len());
    let kinds = patchwork::asset::kinds();
    for kind in all.iter().map(|asset| asset.kind).chain(county.green_spaces.iter().map(|space| space.kind)) {
        assert!(kinds.find(kind).is_ok(), "{kind}");
    }
    let count = |test: &dyn Fn(&&&demo::Asset) -> bool| all.iter().filter(test).count();
    assert!(count(&|asset| asset.status == "closed") > 5);
    assert_eq!(count(&|asset| asset.kind == "refuge"), 1);
    assert!(count(&|asset| asset.at.is_none() && !asset.postcode.is_empty()) > 50);
    assert!(
        count(&|asset| asset.postcode.is_empty() && (asset.serves.is_empty() != asset.meets_at.is_empty()))
            > 3
    );
    assert!(count(&|asset| asset.phone.starts_with("07700 900")) > 3);
    let written: BTreeSet<&str> = county.postcodes.iter().map(|one| one.postcode.as_str()).collect();
    assert!(all.iter().all(|asset| asset.postcode.is_empty() || written.contains(asset.postcode.as_str())));
    for space in &county.green_spaces {
        assert_eq!(space.ring.first(), space.ring.last(), "{}", space.name);
    }
}
