//! Where layers are kept: a short trait, a folder a backend.
