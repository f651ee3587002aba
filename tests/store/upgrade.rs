//! Upgrades of older stores.
