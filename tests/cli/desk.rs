//! A folder with files in it, and the program run there.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A working directory of one test; the store is where the program looks for it by itself.
pub struct Desk {
    folder: TempDir,
}

/// What a run of the program said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn store(&self) -> PathBuf {
        self.path("patchwork.gpkg")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchwork"));
        command.current_dir(self.folder.path()).args(args).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PATCHWORK_") {
                command.env_remove(name);
            }
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(&mut self.command(args))
    }

    /// Runs a command that must succeed, and hands over its standard output.
    pub fn answer(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, Some(0), "{args:?}: {said:?}");
        said.out
    }

    /// Runs a command that must be refused in a sentence, and hands that over.
    pub fn refusal(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, Some(1), "{args:?}: {said:?}");
        assert!(said.err.starts_with("patchwork: "), "{args:?}: {said:?}");
        said.err
    }

    /// Imports a file with the columns `code` and `name` that must be fit for it, and hands over the report.
    pub fn import(&self, file: &str, layer: &str, edition: &str, more: &[&str]) -> String {
        self.answer(&with(&import_args(file, layer, edition), more))
    }

    /// Imports a file that must be refused, and hands over what was said.
    pub fn refused_import(&self, file: &str, more: &[&str]) -> String {
        let args = import_args(file, "wards", "2025");
        self.refusal(&with(&args, more))
    }

    /// The codes that hold a place of the grid, one a layer.
    pub fn codes_at(&self, place: &str, on: &str) -> Vec<String> {
        let answer = self.answer(&["locate", place, "--on", on, "--format", "csv"]);
        let rows = answer.lines().skip(1);
        rows.map(|row| row.split(',').nth(1).unwrap().to_owned()).collect()
    }
}

/// Runs a command to its end.
pub fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let said = Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
    assert!(!said.err.contains("panicked"), "{said:?}");
    said
}

/// The words of an import of a file with the columns `code` and `name`.
pub fn import_args<'a>(file: &'a str, layer: &'a str, edition: &'a str) -> Vec<&'a str> {
    vec!["import", "layer", file, "--layer", layer, "--edition", edition, "--code", "code", "--name", "name"]
}

pub fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}
