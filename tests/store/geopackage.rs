//! What the GeoPackage keeps besides.
