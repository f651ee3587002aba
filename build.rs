//! Makes sure that there is a page to embed, whether or not the viewer has been built.
//!
//! The binary carries `web/dist`. Where that folder has no `index.html`, a placeholder goes in that says how
//! to build the viewer, so that `cargo build` and `cargo test` need nothing but Rust. A real build of the
//! viewer empties the folder first, and `script/build-web` takes the placeholder for what it is by its name.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

const PLACEHOLDER: &str = r#"<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8">
    <meta name="generator" content="patchwork-placeholder">
    <meta name="viewport" content="width=device-width">
    <title>Patchwork: the viewer is not built</title>
  </head>
  <body>
    <h1>The viewer is not built</h1>
    <p>This server was compiled without its map viewer. Run <code>script/server</code> in a clone of
    Patchwork: it builds the viewer and the server, and starts them.</p>
    <p>The rest works: see the <a href="/api/docs">reference of the API</a>.</p>
  </body>
</html>
"#;

fn main() {
    let dist = Path::new("web/dist");
    if let Err(error) = ensure_page(dist) {
        println!(
            "cargo::error=there is no {0}/index.html and no placeholder could be written there ({error}): \
             run script/build-web, or make {0} writable",
            dist.display()
        );
    }
    // Files that come or go, not only those that change, must lead to a fresh embedding.
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");
}

fn ensure_page(dist: &Path) -> io::Result<()> {
    let page = dist.join("index.html");
    if page.exists() {
        return Ok(());
    }
    fs::create_dir_all(dist)?;
    fs::write(&page, PLACEHOLDER)?;
    // Cargo compares these times with the start of this very run: left as they are, the next build would
    // take the placeholder for a change and compile the crate again.
    for path in [page.as_path(), dist] {
        File::open(path)?.set_modified(SystemTime::UNIX_EPOCH)?;
    }
    Ok(())
}
