# What the scripts beside this one share: where things are, how they speak, how they fail. Sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/patchwork

# Cargo reads the same variable, so a binary is where it says whatever the caller has set.
target=${CARGO_TARGET_DIR:-$root/target}

# A line for the person who waits; standard output belongs to what was asked for.
say() {
    printf '%s\n' "$*" >&2
}

# One plain sentence on what to do, then stop.
fail() {
    printf 'patchwork: %s\n' "$*" >&2
    exit 1
}

# `at_least 20.19 20.9.1` is false: is the second version the first or newer?
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort --version-sort | head -n 1)" = "$1" ]
}
