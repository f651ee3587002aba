//! Footprints of the networks of Sussex against those that the pack's own tables give.

use std::collections::HashMap;

use jiff::civil::date;
use patchwork::people::{by_most_people, correlation};

use crate::place::{pack, sussex};

/// LSOA and network, from a table of the pack.
fn assigned(file: &str) -> HashMap<String, String> {
    let path = pack().unwrap().join("health").join(file);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |wanted: &str| headers.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let (block, network) = (column("LSOA11CD").unwrap(), column("PCN_Code").unwrap());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[block].to_owned(), row[network].to_owned())).collect()
}

#[test]
fn with_only_sussex_networks_competing_blocks_go_where_the_published_methods_send_them() {
    let Some(sussex) = sussex() else { return };
    let lists = sussex.view().membership(&"pcns".parse().unwrap(), date(2026, 3, 31)).unwrap();
    let residents = sussex.view().populations().find(|people| people.blocks.to_string() == "lsoa11").unwrap();
    let footprints = by_most_people(lists, Some(residents));
    let ours: HashMap<&str, &str> = footprints
        .of_block
        .iter()
        .map(|(block, network)| (block.as_str(), lists.organisations[*network as usize].code.as_str()))
        .collect();
    // One LSOA of the second table, E01031502, is suppressed in the lists.
    for (file, blocks, same) in
        [("Method_1_LSOA_based_PCN_df.csv", 990, 990), ("Method_2_LSOA_based_PCN_df.csv", 999, 998)]
    {
        let theirs = assigned(file);
        let agree =
            theirs.iter().filter(|(block, network)| ours.get(block.as_str()) == Some(&network.as_str()));
        assert_eq!((theirs.len(), agree.count()), (blocks, same), "{file}");
    }
    assert_eq!((footprints.of_block.len(), footprints.ties, footprints.without_majority), (1_065, 1, 55));
    // As Beaney et al. found for England (r = 0.91); computed independently in tests/worked.
    let r = correlation(&footprints).unwrap();
    assert!((r - 0.914_048).abs() < 1e-6, "{r}");
    let derived = sussex.view().layer(&"pcn-footprints-derived".parse().unwrap(), date(2026, 3, 31)).unwrap();
    let areas: Vec<_> = derived.areas().collect();
    assert_eq!(areas.len(), 39);
    assert!(
        areas.iter().all(|area| area.version.inferred && area.version.note_on(date(2026, 3, 31)).is_some())
    );
}
