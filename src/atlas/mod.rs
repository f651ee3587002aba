//! The immutable in-memory snapshot that every question reads.
