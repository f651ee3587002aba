//! The embedded backend: one GeoPackage.
