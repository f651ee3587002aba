//! The layers: which cells make which areas, and how finely they are drawn.

use super::{
    Area, Layer,
    codes::Tag,
    courses::Way,
    dissolve::dissolve,
    divide::{DISTRICTS, Divisions},
    draw, drawings,
    ground::Ground,
    land,
    mesh::{distance, turn},
};

/// Blocks within this many metres of the north-west corner belong to the neighbours' health board.
const LEFT_OUT_M: f64 = 4_200.0;

/// The older wards are drawn without detail smaller than this.
const DETAIL_M: f64 = 20.0;

/// Draw every line that is a border in some layer.
pub fn draw_borders(ground: &mut Ground, divided: &Divisions, seed: u64) {
    let labels = [&divided.district, &divided.block, &divided.old_ward, &divided.ward];
    let labels = labels.map(|label| ground.over_mesh(label));
    let parts = |line: &super::mesh::Line| labels.iter().any(|label| label[line.left] != label[line.right]);
    let used: Vec<bool> = ground.mesh.lines.iter().map(parts).collect();
    draw::draw(&mut ground.mesh, &ground.ways, &used, seed);
}

/// Every layer.
pub fn all(
    ground: &Ground,
    divided: &Divisions,
    blocks: &[Tag],
    wards: &[Vec<Tag>; 2],
    seed: u64,
) -> Vec<Layer> {
    let by_tag = |file, label: &[usize], tags: &[Tag], keep: &dyn Fn(usize) -> bool| {
        let count = label.iter().max().map_or(0, |last| last + 1);
        let mut regions = dissolve(&ground.mesh, &ground.over_mesh(label), count, keep);
        let area = |tag: &Tag| Area {
            code: Some(tag.code.clone()),
            name: tag.name.clone(),
            parent: Some(tag.district.to_owned()),
            region: std::mem::replace(&mut regions[tag.label], geo_types::MultiPolygon(Vec::new())),
        };
        Layer { file, parent: Some("district_code"), areas: tags.iter().map(area).collect() }
    };
    let coarse = coarse(ground, divided);
    let mut layers = vec![
        by_tag("blocks_2021", &divided.block, blocks, &|_| true),
        by_tag("wards_2019", &divided.old_ward, &wards[0], &|vertex| !coarse[vertex]),
        by_tag("wards_2025", &divided.ward, &wards[1], &|_| true),
    ];
    layers.extend(of_districts(ground, divided));
    layers.extend(health_boards(ground, divided));
    layers.push(Layer { file: "neighbourhoods_2025", parent: None, areas: drawings::neighbourhoods(seed) });
    layers
}

/// Code and name of the area of each district, in the order of [`DISTRICTS`].
type Grouping = [(&'static str, &'static str); 6];

/// Districts, and what is made of whole districts.
fn of_districts(ground: &Ground, divided: &Divisions) -> Vec<Layer> {
    let county = ("X10000001", "Saltmere");
    let city = (DISTRICTS[0].code, DISTRICTS[0].name);
    let [east, west] = [("X23000001", "East Saltmere"), ("X23000002", "West Saltmere")];
    let [city_fire, county_fire] = [("X31000001", "Wythemouth and Kelder"), ("X31000002", "Saltmere")];
    let counties = [city, county, county, county, county, county];
    let layer =
        |file, grouping: Grouping| layer_of(ground, file, |unit| Some(grouping[divided.district[unit]]));
    let mut districts = layer("districts_2009", DISTRICTS.each_ref().map(|own| (own.code, own.name)));
    districts.parent = Some("county_code");
    for area in &mut districts.areas {
        let own = DISTRICTS.iter().position(|district| Some(district.code) == area.code.as_deref());
        area.parent = own.map(|own| counties[own].0.to_owned());
    }
    vec![
        districts,
        layer("counties_2009", counties),
        layer("police_2009", [east, west, west, east, east, west]),
        layer("fire_2009", [city_fire, county_fire, county_fire, city_fire, county_fire, county_fire]),
    ]
}

/// Integrated care boards: two until 2026, one since. A corner of the county is in neither.
fn health_boards(ground: &Ground, divided: &Divisions) -> [Layer; 2] {
    let corner = land::place(78, 450);
    let near = |unit: &usize| distance(ground.graph.at[*unit], corner) < LEFT_OUT_M;
    let left_out: Vec<usize> = (0..ground.cells.len()).filter(near).map(|unit| divided.block[unit]).collect();
    let board = |unit: usize, of_district: Grouping| {
        (!left_out.contains(&divided.block[unit])).then(|| of_district[divided.district[unit]])
    };
    let [north, south] = [("X54000001", "NHS North Saltmere"), ("X54000002", "NHS South Saltmere")];
    let whole = ("X54000003", "NHS Saltmere");
    [
        layer_of(ground, "icbs_2022", |unit| board(unit, [north, south, north, south, north, south])),
        layer_of(ground, "icbs_2026", |unit| board(unit, [whole; 6])),
    ]
}

/// The layer of the areas that units are put into, by code and name.
fn layer_of(
    ground: &Ground,
    file: &'static str,
    area: impl Fn(usize) -> Option<(&'static str, &'static str)>,
) -> Layer {
    let put: Vec<_> = (0..ground.cells.len()).map(area).collect();
    let mut areas: Vec<_> = put.iter().flatten().copied().collect();
    areas.sort_unstable();
    areas.dedup();
    let mut label = vec![None; ground.mesh.sites.len()];
    for (&cell, area) in ground.cells.iter().zip(&put) {
        label[cell] = area.and_then(|area| areas.binary_search(&area).ok());
    }
    let regions = dissolve(&ground.mesh, &label, areas.len(), |_| true);
    let area = |(&(code, name), region): (&(&str, &str), _)| Area {
        code: Some(code.to_owned()),
        name: name.to_owned(),
        parent: None,
        region,
    };
    Layer { file, parent: None, areas: areas.iter().zip(regions).map(area).collect() }
}

/// Vertices that the older wards are drawn without: detail under 20 m in lines inside a district.
///
/// Two releases of real borders differ in their detail even where nothing changed, and whoever
/// compares them meets slivers; the edges of districts and the coast stay exact.
fn coarse(ground: &Ground, divided: &Divisions) -> Vec<bool> {
    let district = ground.over_mesh(&divided.district);
    let mut coarse = vec![false; ground.mesh.vertices.len()];
    for (line, way) in ground.mesh.lines.iter().zip(&ground.ways) {
        if *way <= Way::Stream && district[line.left] == district[line.right] {
            let [from, to] = line.ends().map(|end| ground.mesh.vertices[end]);
            let inner = &line.path[1..line.path.len() - 1];
            let off = |&inner: &usize| turn(from, to, ground.mesh.vertices[inner]).abs() / distance(from, to);
            if inner.iter().map(off).all(|off_m| off_m < DETAIL_M) {
                for &inner in inner {
                    coarse[inner] = true;
                }
            }
        }
    }
    coarse
}
