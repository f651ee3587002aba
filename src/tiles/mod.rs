//! Mapbox Vector Tiles, simplified along shared arcs.
