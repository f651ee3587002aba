use patchwork::access::Role;

use crate::{
    ask::{Answer, get, json},
    office::Office,
    tiles::tile_at,
    world,
};

/// The tile of a zoom that holds the library.
pub fn tile(z: u32) -> String {
    let (z, x, y) = tile_at(z, 500_500.0, 110_500.0);
    format!("{z}/{x}/{y}")
}

/// The attributes of every point of a tile, sorted.
fn points(answer: &Answer) -> Vec<String> {
    use geozero::mvt::{Message, Tile};
    assert_eq!(answer.status.as_u16(), 200, "{}", String::from_utf8_lossy(&answer.bytes));
    let tile = Tile::decode(answer.bytes.as_slice()).unwrap();
    let Some(layer) = tile.layers.first() else { return Vec::new() };
    assert_eq!((tile.layers.len(), layer.name.as_str()), (1, "assets"));
    let told = layer.features.iter().map(|feature| {
        let pairs = feature.tags.chunks(2).map(|pair| {
            let value = &layer.values[pair[1] as usize];
            let text = value.string_value.clone().or(value.int_value.map(|whole| whole.to_string()));
            let text = text.or(value.bool_value.map(|flag| flag.to_string())).unwrap();
            format!("{}={text}", layer.keys[pair[0] as usize])
        });
        pairs.collect::<Vec<_>>().join(" ")
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

#[tokio::test]
async fn far_away_assets_are_gathered_and_close_by_each_is_a_point() {
    let far = points(&get(&format!("/tiles/assets/{}.mvt?on=2026-03-31", tile(5))).await);
    assert_eq!(far, ["count=5"]);
    let near = points(&get(&format!("/tiles/assets/{}.mvt?on=2026-03-31", tile(14))).await);
    assert!(
        near.contains(
            &"count=1 id=places:1 name=Ash Library kind=library group=places-to-be meet=true status=open"
                .to_owned()
        ),
        "{near:?}"
    );
}

#[tokio::test]
async fn a_gathering_of_one_kind_says_which() {
    let all =
        points(&get(&format!("/tiles/assets/{}.mvt?on=2026-03-31&kinds=library&status=all", tile(6))).await);
    assert_eq!(all, ["count=2 kind=library group=places-to-be"]);
    let only = points(&get(&format!("/tiles/assets/{}.mvt?on=2026-03-31&kinds=park", tile(6))).await);
    assert_eq!(only, ["count=1 id=places:4 name=Élm Park kind=park group=outdoors meet=false status=open"]);
}

#[tokio::test]
async fn a_tile_at_its_own_address_is_kept_for_a_year_and_another_day_is_another_tile() {
    let described = json("/tiles/assets.json?on=2026-03-31&kinds=library,park").await;
    let address = described["tiles"][0].as_str().unwrap().strip_prefix(world::PUBLIC_URL).unwrap().to_owned();
    assert!(address.contains("&kinds=library%2Cpark&v="), "{address}");
    assert!(described["bounds"][0].as_f64().unwrap() < -0.5);
    assert_eq!(described["attribution"], "Invented places, CC0");
    let pinned = get(&address.replace("{z}/{x}/{y}", &tile(10))).await;
    assert_eq!(pinned.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let fresh = get(&format!("/tiles/assets/{}.mvt?on=2025-03-31", tile(10))).await;
    assert_eq!((fresh.header("cache-control"), fresh.bytes.len()), (Some("no-cache"), 0));
}

#[tokio::test]
async fn tiles_for_people_who_have_signed_in_are_kept_by_nobody_and_shown_to_nobody_else() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Planner);
    let path = format!("/tiles/assets/{}.mvt?on=2026-03-31&kinds=community-centre", tile(14));
    let seen = office.get(&path, &[("authorization", &bearer)]).await;
    assert!(points(&seen).iter().any(|point| point.contains("Whispering Hall")));
    assert_eq!(seen.header("cache-control"), Some("private, no-store"));
    let public = points(&office.get(&path, &[]).await);
    assert!(!public.iter().any(|point| point.contains("Whispering")), "{public:?}");
}

#[tokio::test]
async fn a_tile_that_makes_no_sense_is_refused() {
    get("/tiles/assets/17/0/0.mvt").await.problem(404);
    get("/tiles/assets/4/99/0.mvt").await.problem(404);
    get("/tiles/assets/4/1/1.mvt?kinds=nothing-of-the-sort").await.problem(400);
}
