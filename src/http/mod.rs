//! The JSON and tile API.
