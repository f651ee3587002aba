//! Ground: coordinate reference systems, projection, snapping, validity.
