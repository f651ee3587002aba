//! From a partner's file to areas in the store.

pub mod format;
