//! Make the invented county and write it into the repository, or into the folder given.
//!
//! ```text
//! cargo run --example make-demo [FOLDER]
//! ```

use std::path::PathBuf;

use patchwork::demo;

fn main() -> anyhow::Result<()> {
    let repository = || PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::args_os().nth(1).map_or_else(repository, PathBuf::from);
    for file in demo::write(&demo::county(demo::SEED), &folder)? {
        println!("{}", file.display());
    }
    Ok(())
}
