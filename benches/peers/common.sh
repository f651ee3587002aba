# What the comparisons beside this file share. Sourced, never run.
# shellcheck shell=bash source=script/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../script/common.sh"

# The release binary: a debug build would compare nothing.
patchwork=${PATCHWORK:-$target/release/patchwork}
data=${PATCHWORK_DATA:-$root/../shared/data}
scratch=$(mktemp -d)

needs() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || fail "$tool is missing: install it, then run this again."
    done
}

needs_patchwork() {
    [ -x "$patchwork" ] || fail "there is no $patchwork: run 'cargo build --release', or say where it is with PATCHWORK=…"
}

# `timed COMMAND…` runs it with its output kept in $scratch/log and prints the wall-clock seconds.
timed() {
    local started=$EPOCHREALTIME
    "$@" >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        fail "this failed, and what it said is above: $*"
    }
    awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f\n", b - a }'
}

# The median of the numbers on standard input, one a line.
median() {
    sort -g | awk '{ v[NR] = $1 } END { printf "%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# The numbers of a file on one line, as measured.
all_of() {
    paste -s -d ' ' "$1"
}

machine() {
    printf '%s cores, %s' "$(nproc)" "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
}
