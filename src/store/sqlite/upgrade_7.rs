//! 6 → 7: what residents draw.

use rusqlite::Transaction;

use super::failure::Failure;

/// The tables of drawings, of a new store and of an upgraded one.
pub(super) fn what_residents_draw(transaction: &Transaction<'_>) -> Result<(), Failure> {
    Ok(transaction.execute_batch(include_str!("proposals.sql"))?)
}
