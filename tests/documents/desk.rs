//! A folder in which the commands of a document work: the demo's store and files, the program by its name, and a server.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use tempfile::TempDir;

use crate::blocks::Block;

/// What stands for the server in the documents.
const ADDRESSES: [&str; 3] = ["http://127.0.0.1:8080", "https://maps.example.org", "https://YOUR-PATCHWORK"];

/// `serve` runs until it is told to stop: here it is told as soon as it says where it is. It must stop in order.
const PROGRAM: &str = r#"#!/usr/bin/env bash
for word in "$@"; do
    if [ "$word" = serve ]; then
        # Wherever the document has it listen, here it is a free port.
        words=() skip=''
        for word in "$@"; do
            if [ -n "$skip" ]; then skip=''; elif [ "$word" = --bind ]; then skip=yes; else words+=("$word"); fi
        done
        coproc SERVER { exec "$PROGRAM" "${words[@]}" --bind 127.0.0.1:0 2>&1; }
        server=$SERVER_PID
        while read -r line <&"${SERVER[0]}"; do
            printf '%s\n' "$line"
            case $line in
                "Patchwork is at http"*)
                    curl "${line#Patchwork is at }health/ready"
                    kill -TERM "$server"
                    wait "$server"
                    exit $?
                    ;;
            esac
        done
        exit 1
    fi
done
exec "$PROGRAM" "$@"
"#;

/// An answer that is no success is a failure.
const CURL: &str = "#!/bin/sh\nexec /usr/bin/curl --fail-with-body --silent --show-error \"$@\"\n";

pub struct Desk {
    folder: TempDir,
    server: Option<(Child, String)>,
}

impl Desk {
    /// With the demo in the store, and a server of it.
    pub fn with_server() -> Self {
        let mut desk = Self::without_server();
        let store = desk.folder.path().join("patchwork.gpkg");
        fs::copy(demo(), &store).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchwork"));
        command.args(["serve", "--bind", "127.0.0.1:0", "--anonymous-writes", "1000", "--store"]).arg(&store);
        let mut server = plain(&mut command).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("Patchwork is at ").map(|rest| rest.trim_end_matches('/').to_owned());
        desk.server = Some((server, address.unwrap_or_else(|| panic!("{line}"))));
        desk
    }

    /// With the program and the demo's files alone.
    pub fn without_server() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for name in ["boundaries", "data"] {
            symlink(root.join(name), folder.path().join(name)).unwrap();
        }
        let programs = folder.path().join(".programs");
        fs::create_dir(&programs).unwrap();
        for (name, text) in [("patchwork", PROGRAM), ("curl", CURL)] {
            fs::write(programs.join(name), text).unwrap();
            fs::set_permissions(programs.join(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self { folder, server: None }
    }

    /// Runs blocks in their order, in one shell; says where the first that fails begins, and what was said.
    pub fn run(&self, blocks: &[Block]) -> Result<(), String> {
        let mut script =
            "set -eo pipefail\ntrap 'printf \"%s: %s\\n\" \"$block\" \"$BASH_COMMAND\" >&2' ERR\n".to_owned();
        for block in blocks {
            let _ = write!(script, "block={}\n{}", block.line, block.text);
        }
        if let Some((_, address)) = &self.server {
            for written in ADDRESSES {
                script = script.replace(written, address);
            }
        }
        if let Some(data) = std::env::var_os("PATCHWORK_DATA") {
            script = script.replace("../shared/data", &data.to_string_lossy());
        }
        let programs = self.folder.path().join(".programs");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("bash");
        shell.current_dir(self.folder.path()).arg("-c").arg(script).stdin(Stdio::null());
        let output = plain(&mut shell)
            .env("PATH", format!("{}:{path}", programs.display()))
            .env("PROGRAM", env!("CARGO_BIN_EXE_patchwork"))
            .output()
            .unwrap();
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let out = String::from_utf8_lossy(&output.stdout);
        let last: Vec<&str> = out.lines().rev().take(3).collect();
        Err(format!("{said}\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n")))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some((server, _)) = &mut self.server {
            server.kill().ok();
            server.wait().ok();
        }
    }
}

/// Without the settings of whoever runs the test.
fn plain(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PATCHWORK_") {
            command.env_remove(name);
        }
    }
    command
}

/// The demo's store, made once.
fn demo() -> PathBuf {
    static DEMO: OnceLock<TempDir> = OnceLock::new();
    let folder = DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchwork"));
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        command.args(["import", "place", "boundaries/demo.toml", "--data", ".", "--store"]);
        let made = plain(command.arg(folder.path().join("demo.gpkg"))).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        folder
    });
    folder.path().join("demo.gpkg")
}
