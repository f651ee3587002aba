//! The permanent names of the rows of a list.

use std::collections::HashMap;

use super::Row;
use crate::asset::{AssetId, ListId};

/// Names every asset: as its row says, else `LIST:SOURCE_ID`, else by its name and postcode; numbered where that would be
/// said twice. Returns the rows whose `patchwork_id` another has already, with that other's position, and how many were
/// numbered although they have a source id.
pub(super) fn assign(list: &ListId, rows: &mut [Row]) -> (Vec<(usize, usize)>, usize) {
    let mut taken: HashMap<AssetId, usize> = HashMap::new();
    let mut repeats = Vec::new();
    // Those that have a permanent name keep it, whatever the others would be called.
    for (position, row) in rows.iter_mut().enumerate() {
        let Some(id) = row.given_id.clone() else { continue };
        if let Some(&first) = taken.get(&id) {
            repeats.push((position, first));
        } else {
            taken.insert(id.clone(), position);
            row.asset.id = id;
        }
    }
    let mut numbered = 0;
    let mut numbers: HashMap<AssetId, usize> = HashMap::new();
    for (position, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.given_id.is_none()) {
        let asset = &row.asset;
        let plain = if let Some(source) = &asset.source_id {
            AssetId::listed(list, source)
        } else {
            let postcode = asset.postcode.map(|postcode| postcode.to_string()).unwrap_or_default();
            AssetId::listed(list, format!("{} {postcode}", asset.name).to_lowercase().trim())
        };
        let mut number = numbers.get(&plain).copied().unwrap_or(1);
        let mut id = if number == 1 { plain.clone() } else { plain.numbered(number) };
        while taken.contains_key(&id) {
            number += 1;
            id = plain.numbered(number);
        }
        numbered += usize::from(number > 1 && asset.source_id.is_some());
        numbers.insert(plain, number);
        taken.insert(id.clone(), position);
        row.asset.id = id;
    }
    (repeats, numbered)
}
