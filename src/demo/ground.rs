//! The county before anybody divides it: its cells, its people, its rivers and roads.

use geo_types::Coord;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{
    courses::{self, Way},
    graph::Graph,
    land::{Land, Shore},
    mesh::{Line, Mesh, distance},
    noise,
    places::{self, Place},
    scatter::scatter,
};

/// Everybody in the county.
const PEOPLE: f64 = 716_300.0;

/// About how many people share a cell, where cells can be that small.
const PEOPLE_OF_CELL: f64 = 46.0;

/// Pieces of land smaller than this are left to the sea, in square metres.
const SMALLEST_ISLAND: f64 = 600_000.0;

/// The invented ground, its people and its ways.
pub struct Ground {
    /// All cells, those at sea too.
    pub mesh: Mesh,
    /// The cells of the county, as indices into the mesh. All other lists follow this order.
    pub cells: Vec<usize>,
    /// The place that a cell belongs to, if to any.
    pub home: Vec<Option<usize>>,
    /// The towns, largest first, and the villages.
    pub places: Vec<Place>,
    /// What runs along each line of the mesh.
    pub ways: Vec<Way>,
    /// The cells as units to divide.
    pub graph: Graph,
}

impl Ground {
    /// The ground of one seed.
    pub fn new(seed: u64, rng: &mut ChaCha8Rng) -> Ground {
        let land = Land::new(seed);
        let places = places::settle(&land, || rng.random());
        let gap = |at: Coord<f64>| {
            let (inland, shore) = land.inland(at);
            let (people_of_km2, _) = places::density(seed, &places, at);
            let room = (PEOPLE_OF_CELL / people_of_km2 * 1e6 * 0.82).sqrt();
            match (inland, shore) {
                (..-2_500.0, _) => 1_500.0,
                (..800.0, Shore::Coast) => room.clamp(85.0, 310.0),
                (..0.0, Shore::Border) => 900.0,
                _ => room.clamp(85.0, 620.0),
            }
        };
        let mesh = Mesh::new(scatter(gap, || rng.random()));
        let inland: Vec<(f64, Shore)> = mesh.sites.iter().map(|&at| land.inland(at)).collect();
        let dry: Vec<bool> =
            inland.iter().zip(&mesh.closed).map(|(at, &closed)| closed && at.0 > 0.0).collect();
        let inside = tidy(&mesh, dry);
        let cells: Vec<usize> = (0..mesh.sites.len()).filter(|&cell| inside[cell]).collect();
        let live = |&cell: &usize| places::density(seed, &places, mesh.sites[cell]);
        let (density, home): (Vec<f64>, Vec<_>) = cells.iter().map(live).unzip();
        let people: Vec<f64> =
            cells.iter().zip(density).map(|(&cell, density)| density * mesh.ground_m2[cell] / 1e6).collect();
        let scale = PEOPLE / people.iter().sum::<f64>();

        let shore = |line: &Line| {
            let (_, left) = inland[line.left];
            if left == Shore::Coast && inland[line.right].1 == Shore::Coast {
                Way::Coast
            } else {
                Way::Border
            }
        };
        let mut ways: Vec<Way> = (mesh.lines.iter())
            .map(|line| if inside[line.left] == inside[line.right] { Way::Open } else { shore(line) })
            .collect();
        courses::run(&mesh, &inside, &places, seed, &mut ways);

        let mut graph = Graph {
            people: people.iter().map(|people| people * scale).collect(),
            at: cells.iter().map(|&cell| mesh.sites[cell]).collect(),
            links: vec![Vec::new(); cells.len()],
        };
        link(&mut graph, &mesh, &cells, &ways, seed);
        ferries(&mut graph);
        Ground { mesh, cells, home, places, ways, graph }
    }

    /// The same units, with no way over the river that divides the county.
    pub fn without_bridges(&self) -> Graph {
        let mut unit = vec![usize::MAX; self.mesh.sites.len()];
        for (index, &cell) in self.cells.iter().enumerate() {
            unit[cell] = index;
        }
        let mut graph = self.graph.clone();
        let rivers = self.mesh.lines.iter().zip(&self.ways).filter(|(_, way)| **way == Way::River);
        for (line, _) in rivers {
            let (left, right) = (unit[line.left], unit[line.right]);
            graph.links[left].retain(|link| link.to != right);
            graph.links[right].retain(|link| link.to != left);
        }
        graph
    }

    /// The units that the sea touches.
    pub fn by_the_sea(&self) -> impl Iterator<Item = usize> {
        let mut wet = vec![false; self.mesh.sites.len()];
        for (line, _) in self.mesh.lines.iter().zip(&self.ways).filter(|(_, way)| **way == Way::Coast) {
            (wet[line.left], wet[line.right]) = (true, true);
        }
        (0..self.cells.len()).filter(move |&unit| wet[self.cells[unit]])
    }

    /// Labels of the county's cells as labels of all cells of the mesh.
    pub fn over_mesh(&self, label: &[usize]) -> Vec<Option<usize>> {
        let mut all = vec![None; self.mesh.sites.len()];
        for (&cell, &label) in self.cells.iter().zip(label) {
            all[cell] = Some(label);
        }
        all
    }
}

/// Without rocks too small to live on, and without lakes.
fn tidy(mesh: &Mesh, mut dry: Vec<bool>) -> Vec<bool> {
    // What a graph adds up as people are square metres here.
    let mut all =
        Graph { people: mesh.ground_m2.clone(), at: mesh.sites.clone(), links: vec![Vec::new(); dry.len()] };
    for line in &mesh.lines {
        all.join(line.left, line.right, 0.0, 0.0);
    }
    let piece = all.pieces(|a, b| dry[a] == dry[b]);
    let pieces = all.merged(&piece, piece.iter().max().map_or(0, |last| last + 1));
    let open = piece.iter().zip(&mesh.closed).find(|(_, closed)| !**closed).map(|(&piece, _)| piece);
    for cell in 0..dry.len() {
        let lake = !dry[cell] && Some(piece[cell]) != open;
        let rock = dry[cell] && pieces.people[piece[cell]] < SMALLEST_ISLAND;
        dry[cell] ^= lake || rock;
    }
    dry
}

/// Each cell's neighbours, and what a border between them and a way across it cost.
fn link(graph: &mut Graph, mesh: &Mesh, cells: &[usize], ways: &[Way], seed: u64) {
    let mut unit = vec![None; mesh.sites.len()];
    for (index, &cell) in cells.iter().enumerate() {
        unit[cell] = Some(index);
    }
    for (index, line) in mesh.lines.iter().enumerate() {
        let (Some(left), Some(right)) = (unit[line.left], unit[line.right]) else { continue };
        let (share, ford_m) = match ways[index] {
            Way::Open => (0.6 + 0.8 * noise::fraction(seed + 41, index as i64, 0), 0.0),
            Way::Road => (0.3, 120.0),
            Way::Stream => (0.1, 2_500.0),
            _ => (0.05, 6_000.0),
        };
        graph.join(left, right, mesh.length(line) * share, ford_m);
    }
}

/// Join every island to the nearest ground of the mainland.
fn ferries(graph: &mut Graph) {
    let piece = graph.pieces(|_, _| true);
    let count = piece.iter().max().map_or(0, |last| last + 1);
    let size = |number: usize| piece.iter().filter(|&&of| of == number).count();
    let Some(mainland) = (0..count).max_by_key(|&number| size(number)) else { return };
    for island in (0..count).filter(|&number| number != mainland) {
        let of = |number: usize| -> Vec<usize> {
            (0..piece.len()).filter(|&unit| piece[unit] == number).collect()
        };
        let (quays, shore) = (of(island), of(mainland));
        let crossings = quays.iter().flat_map(|&from| shore.iter().map(move |&to| (from, to)));
        let far = |&(from, to): &(usize, usize)| (distance(graph.at[from], graph.at[to]) * 1000.0) as u64;
        if let Some((from, to)) = crossings.min_by_key(far) {
            graph.join(from, to, 0.0, 0.0);
        }
    }
}
