//! An invented county, made by a seeded generator.
