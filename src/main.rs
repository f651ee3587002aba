//! The `patchwork` command: parse arguments, start logging, call one function in [`patchwork::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    patchwork::cli::main()
}
