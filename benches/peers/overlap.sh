#!/usr/bin/env bash
# The ground that England's wards share with its LSOAs, and with the districts of a coarser map that fits neither:
# Patchwork beside shapely, DuckDB spatial, SedonaDB and PostGIS, in turns on one store. Prints a table in Markdown.
#
#   ROUNDS=3 benches/peers/overlap.sh
#
# Everybody reads the same shapes (on whole millimetres of EPSG:27700, from the store's GeoPackage), has them loaded and
# indexed, is asked once unmeasured, and then ROUNDS times. Patchwork is measured before and after each peer. It stops
# when anybody finds other pairs than shapely, a sum that differs by more than 1e-9, or when a pair of Patchwork's differs from
# GEOS by more than 1e-9 of the smaller area.
#
# Needs: PATCHWORK_BENCH (the program that `cargo bench --bench overlap` builds) and PATCHWORK_BENCH_STORE, as script/bench
# sets them, Python with venv, and PostgreSQL with PostGIS (Debian: python3-venv postgresql-15-postgis-3 gdal-bin).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap 'rm -rf "$scratch"' EXIT

rounds=${ROUNDS:-3}
here=$root/benches/peers
store=${PATCHWORK_BENCH_STORE:?run script/bench overlap}
bench=${PATCHWORK_BENCH:?run script/bench overlap}
venv=$cache/peers list=$here/overlap_requirements.txt

install_peers() {
    local wanted
    wanted=$({ python3 --version && cat "$list"; } | sha256sum)
    [ "$(cat "$venv/.patchwork-installed" 2>/dev/null)" != "$wanted" ] || return 0
    say "Installing the Python peers into $venv"
    mkdir -p "$cache"
    { python3 -m venv --clear "$venv" && "$venv/bin/pip" install --quiet --requirement "$list"; } >&2 ||
        fail "pip could not install what $list lists; put right what it says above and run this again."
    printf '%s\n' "$wanted" >"$venv/.patchwork-installed"
}

ours() {
    say "Patchwork (load $(cut -d' ' -f1 /proc/loadavg))"
    mkdir -p "$scratch/pairs"
    PATCHWORK_BENCH_PAIRS=$scratch/pairs "$bench" pairs >>"$scratch/lines"
}

peer() {
    say "$1 (load $(cut -d' ' -f1 /proc/loadavg))"
    if [ "$1" = postgis ]; then
        "$here/overlap_postgis.sh" "$store" "$rounds" >>"$scratch/lines"
    else
        "$venv/bin/python" "$here/overlap_$1.py" "$store" "$rounds" >>"$scratch/lines"
    fi
    ours
}

needs python3 ogr2ogr
install_peers
ours
for name in shapely sedonadb duckdb postgis; do peer "$name"; done
say "Every pair beside GEOS"
for layer in lsoa21 la21; do
    "$venv/bin/python" "$here/overlap_shapely.py" "$store" check "$scratch/pairs/$layer.csv" "$layer" >>"$scratch/checks" ||
        fail "a pair differs from GEOS: $(tail -n 1 "$scratch/checks")"
done

printf 'Load of the machine (%s) at the end: %s.\n\n' "$(machine)" "$(cut -d' ' -f1-3 /proc/loadavg)"
"$venv/bin/python" "$here/overlap_table.py" "$scratch/lines"
printf '\n'
cat "$scratch/checks"
