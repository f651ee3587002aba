//! What the store says of the place that it covers.

use serde::{Deserialize, Serialize};

/// The place that a store was made for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Its name: "Sussex".
    pub title: Option<String>,
    /// A sentence that must stand beside everything shown of it ("Invented for demonstration").
    pub note: Option<String>,
    /// West, south, east, north in degrees: the first view of it.
    pub extent: Option<[f64; 4]>,
}
