//! Every boundary file of the shared data pack, against the counts in its README.
//!
//! The pack is no part of the project: `PATCHWORK_DATA` says where it is, else it is looked for beside
//! the project, and without it there is nothing to compare.

use std::{
    env,
    path::{Path, PathBuf},
};

use geo::{Area, CoordsIter};
use patchwork::import::format::{FileCrs, RawLayer, read};
use rstest::rstest;

/// File, table, features and vertices, as the README has them.
const BOUNDARIES: [(&str, Option<&str>, usize, usize); 48] = [
    ("boundaries/national/counties_may2023_bgc/counties_may2023_bgc.shp", None, 21, 103_312),
    ("boundaries/national/england_icb24_from_lsoa21.fgb", None, 42, 183_694),
    ("boundaries/national/england_lad25_from_wards.fgb", None, 296, 263_257),
    ("boundaries/national/england_lsoa21.fgb.gz", None, 33_755, 1_974_647),
    ("boundaries/national/england_msoa21.fgb.gz", None, 6_856, 945_667),
    ("boundaries/national/england_sicbl24_from_lsoa21.fgb", None, 106, 215_753),
    ("boundaries/national/england_wd25.fgb", None, 6_826, 751_985),
    ("boundaries/national/ew_la2021_20m.topojson", None, 331, 17_116),
    ("boundaries/national/ew_la2022.topojson", None, 331, 17_800),
    ("boundaries/national/uk_generalised.gpkg", Some("lad24"), 361, 29_150),
    ("boundaries/national/uk_generalised.gpkg", Some("lad19"), 382, 24_827),
    ("boundaries/national/uk_generalised.gpkg", Some("utla21"), 217, 22_832),
    ("boundaries/national/uk_generalised.gpkg", Some("police_force20"), 43, 8_202),
    ("boundaries/national/uk_generalised.gpkg", Some("local_resilience_forum20"), 42, 8_186),
    ("boundaries/national/uk_generalised.gpkg", Some("ccg21"), 106, 9_828),
    ("boundaries/national/uk_generalised.gpkg", Some("stp21"), 42, 7_350),
    ("boundaries/sheffield/sheffield_neighbourhoods.geojson", None, 147, 5_268),
    ("boundaries/sheffield/wd25_sheffield.geojson", None, 28, 2_586),
    ("boundaries/sussex/lsoa11_brighton_and_hove.geojson.gz", None, 165, 5_965),
    ("boundaries/sussex/lsoa11_east_sussex.geojson.gz", None, 329, 25_249),
    ("boundaries/sussex/lsoa11_fringe_outside_sussex.geojson", None, 67, 6_037),
    ("boundaries/sussex/lsoa11_west_sussex.geojson.gz", None, 505, 31_547),
    ("boundaries/sussex/lsoa21_brighton_and_hove.geojson", None, 165, 6_013),
    ("boundaries/sussex/lsoa21_east_sussex.geojson", None, 332, 25_842),
    ("boundaries/sussex/lsoa21_west_sussex.geojson", None, 532, 34_413),
    ("boundaries/sussex/msoa21_brighton_and_hove.geojson", None, 33, 2_664),
    ("boundaries/sussex/msoa21_east_sussex.geojson", None, 69, 12_495),
    ("boundaries/sussex/msoa21_west_sussex.geojson", None, 100, 16_923),
    ("boundaries/sussex/sussex_ltla22_ph.geojson", None, 13, 51_000),
    ("boundaries/sussex/wd25_brighton_and_hove.geojson", None, 23, 896),
    ("boundaries/sussex/wd25_east_sussex.geojson", None, 108, 12_823),
    ("boundaries/sussex/wd25_west_sussex.geojson", None, 133, 13_449),
    ("boundaries/trafford/gm_la23_full.geojson", None, 10, 53_195),
    ("boundaries/trafford/trafford_creative_clusters24.geojson", None, 10, 860),
    ("boundaries/trafford/trafford_la23_full.geojson", None, 1, 6_470),
    ("boundaries/trafford/trafford_localities23_full.geojson", None, 4, 10_448),
    ("boundaries/trafford/trafford_lsoa21_generalised.geojson", None, 139, 6_213),
    ("boundaries/trafford/trafford_msoa21_full.geojson", None, 28, 46_351),
    ("boundaries/trafford/trafford_oa21_generalised.geojson", None, 738, 13_516),
    ("boundaries/trafford/trafford_polling_districts.geojson", None, 91, 32_802),
    ("boundaries/trafford/trafford_wards23_full.geojson", None, 21, 18_247),
    ("health/sussex_pcn_footprints_method_1.geojson", None, 39, 7_673),
    ("health/sussex_pcn_footprints_method_2.geojson", None, 39, 104_252),
    ("health/total_pcn_lsoa_level_reach_plus_five.geojson.gz", None, 3_208, 106_554),
    ("health/west_sussex_pcn_boundary_2022.geojson", None, 20, 1_828),
    ("lgr/lgr_proposed_unitaries.geojson", None, 24, 70_589),
    ("population/sussex_2021_lsoas_population.geojson", None, 1_029, 58_019),
    ("population/sussex_2021_msoas_population.geojson", None, 202, 31_951),
];

/// The same for lists of places and sites.
const ASSETS: [(&str, Option<&str>, usize, usize); 26] = [
    ("assets/uk_hospitals_2022.geojson", None, 1_061, 1_061),
    ("assets/sussex/fhrs_west_sussex_2022.geojson", None, 757, 757),
    ("assets/sussex/sussex_libraries_2023.geojson", None, 83, 83),
    ("assets/sussex/sussex_pharmacies_2025.geojson", None, 294, 294),
    ("assets/trafford/trafford_allotments.geojson", None, 35, 372),
    ("assets/trafford/trafford_care_homes.geojson", None, 56, 56),
    ("assets/trafford/trafford_childrens_centres.geojson", None, 2, 2),
    ("assets/trafford/trafford_conservation_areas.geojson", None, 21, 7_632),
    ("assets/trafford/trafford_defibrillators.geojson", None, 185, 185),
    ("assets/trafford/trafford_dentists.geojson", None, 53, 53),
    ("assets/trafford/trafford_fire_stations.geojson", None, 6, 48),
    ("assets/trafford/trafford_food_banks.geojson", None, 7, 7),
    ("assets/trafford/trafford_general_practices.geojson", None, 26, 26),
    ("assets/trafford/trafford_grass_pitches.geojson", None, 121, 121),
    ("assets/trafford/trafford_green_flags.geojson", None, 11, 11),
    ("assets/trafford/trafford_greenspace_sites.geojson", None, 427, 6_535),
    ("assets/trafford/trafford_health_and_fitness_gym.geojson", None, 37, 37),
    ("assets/trafford/trafford_hospitals.geojson", None, 20, 375),
    ("assets/trafford/trafford_jobcentreplus.geojson", None, 2, 2),
    ("assets/trafford/trafford_libraries.geojson", None, 13, 13),
    ("assets/trafford/trafford_mental_health_services.geojson", None, 60, 60),
    ("assets/trafford/trafford_pharmacies.geojson", None, 57, 57),
    ("assets/trafford/trafford_places_of_worship.geojson", None, 118, 844),
    ("assets/trafford/trafford_polling_stations.geojson", None, 81, 81),
    ("assets/trafford/trafford_post_offices.geojson", None, 27, 211),
    ("assets/trafford/trafford_schools_and_colleges.geojson", None, 103, 103),
];

fn pack() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let pack = env::var_os("PATCHWORK_DATA").map_or_else(beside, PathBuf::from);
    if !pack.join("README.md").is_file() {
        eprintln!("skipped: there is no data pack at {}", pack.display());
        return None;
    }
    Some(pack)
}

fn layer(pack: &Path, file: &str, table: Option<&str>) -> RawLayer {
    read(&pack.join(file), table).unwrap_or_else(|error| panic!("{error}"))
}

fn vertices(layer: &RawLayer) -> usize {
    layer.features.iter().filter_map(|feature| feature.geometry.as_ref()).map(CoordsIter::coords_count).sum()
}

#[test]
fn every_file_has_the_features_and_vertices_that_the_readme_says() {
    let Some(pack) = pack() else { return };
    let mut wrong = Vec::new();
    for (file, table, features, expected_vertices) in BOUNDARIES.into_iter().chain(ASSETS) {
        let layer = layer(&pack, file, table);
        let found = (layer.features.len(), vertices(&layer));
        if found != (features, expected_vertices) {
            wrong.push(format!("{file} {table:?}: {found:?}, not {:?}", (features, expected_vertices)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_which_reference_system_it_is_in() {
    let Some(pack) = pack() else { return };
    for (file, table, ..) in BOUNDARIES {
        let crs = layer(&pack, file, table).crs;
        match file.rsplit_once('.') {
            Some((_, "shp")) => assert_eq!(crs, FileCrs::Epsg(27700), "{file}"),
            Some((_, "topojson")) => assert_eq!(crs, FileCrs::Standard, "{file}"),
            _ => assert!(matches!(crs, FileCrs::Epsg(4326) | FileCrs::Standard), "{file}: {crs:?}"),
        }
    }
}

#[test]
fn no_ring_in_the_pack_is_open_or_short() {
    let Some(pack) = pack() else { return };
    for (file, table, ..) in BOUNDARIES {
        let problems: Vec<_> =
            layer(&pack, file, table).features.into_iter().flat_map(|feature| feature.problems).collect();
        assert_eq!(problems, [], "{file}");
    }
}

/// The sum of `ST_Area` in the file's own units, by GDAL 3.6.2 (`ogrinfo -dialect sqlite`).
#[rstest]
#[case::flatgeobuf("boundaries/national/england_wd25.fgb", None, 17.313_391_516_790_5)]
#[case::flatgeobuf_gzipped("boundaries/national/england_lsoa21.fgb.gz", None, 17.314_105_079_461)]
#[case::geopackage("boundaries/national/uk_generalised.gpkg", Some("lad24"), 33.629_999_700_050_2)]
#[case::shapefile(
    "boundaries/national/counties_may2023_bgc/counties_may2023_bgc.shp",
    None,
    63_659_815_105.660_1
)]
#[case::topojson("boundaries/national/ew_la2022.topojson", None, 20.075_229_953_147)]
#[case::topojson_coarser("boundaries/national/ew_la2021_20m.topojson", None, 20.088_441_424_839_9)]
fn shapes_have_the_area_that_gdal_finds(
    #[case] file: &str,
    #[case] table: Option<&str>,
    #[case] expected: f64,
) {
    let Some(pack) = pack() else { return };
    let layer = layer(&pack, file, table);
    let shapes = layer.features.iter().filter_map(|feature| feature.geometry.as_ref());
    let area: f64 = shapes.map(Area::unsigned_area).sum();
    assert!((area / expected - 1.0).abs() < 1e-9, "{area}, not {expected}");
}

#[test]
fn each_county_has_the_area_that_its_own_table_gives() {
    let Some(pack) = pack() else { return };
    let file = "boundaries/national/counties_may2023_bgc/counties_may2023_bgc.shp";
    for feature in layer(&pack, file, None).features {
        let stated = feature.attributes["SHAPE_Area"].as_f64().unwrap();
        let area = feature.geometry.unwrap().unsigned_area();
        // Published areas were measured before the file's own rounding.
        assert!((area / stated - 1.0).abs() < 1e-6, "{:?}: {area}, not {stated}", feature.attributes);
    }
}
