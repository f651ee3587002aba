#!/usr/bin/env bash
# Importing England's 33,755 LSOAs: Patchwork beside ogr2ogr, in turns. Prints a table in Markdown.
#
#   RUNS=5 benches/peers/import_ogr2ogr.sh
#
# The two do not do the same: Patchwork validates and repairs every shape, snaps it to a millimetre and goes
# through OSTN15; ogr2ogr does none of these (Debian ships no OSTN15 grid for it, so it is metres off). Both
# write a GeoPackage with its R-tree. The input is read gzipped, and then unpacked beforehand.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap 'rm -rf "$scratch"' EXIT

runs=${RUNS:-5}
zipped=$(realpath "$data/boundaries/national/england_lsoa21.fgb.gz")
plain=$scratch/england_lsoa21.fgb
expected=33755

needs ogr2ogr ogrinfo gunzip
needs_patchwork
[ -f "$zipped" ] || fail "there is no $zipped: say where the data pack is with PATCHWORK_DATA=…"
gunzip --stdout "$zipped" >"$plain"

with_patchwork() {
    rm -f "$scratch"/patchwork.gpkg*
    timed "$patchwork" import layer "$1" --layer lsoa21 --edition 2021 --code LSOA21CD --name LSOA21NM \
        --store "$scratch/patchwork.gpkg"
}

with_ogr2ogr() {
    rm -f "$scratch"/ogr2ogr.gpkg*
    timed ogr2ogr -f GPKG -t_srs EPSG:27700 "$scratch/ogr2ogr.gpkg" "$1"
}

# Nobody wins by leaving areas out.
check_count() {
    local found
    found=$(ogrinfo -ro -so "$1" "$2" | sed -n 's/^Feature Count: //p')
    [ "$found" = "$expected" ] || fail "$1 holds ${found:-no} areas in $2, not $expected."
}

say "Once each, unmeasured, so that files and programs are in memory"
with_patchwork "$plain" >/dev/null
with_ogr2ogr "$plain" >/dev/null
check_count "$scratch/patchwork.gpkg" lsoa21
check_count "$scratch/ogr2ogr.gpkg" england_lsoa21

for run in $(seq "$runs"); do
    say "Run $run of $runs"
    with_patchwork "$zipped" >>"$scratch/patchwork.gzipped"
    with_ogr2ogr "/vsigzip/$zipped" >>"$scratch/ogr2ogr.gzipped"
    with_patchwork "$plain" >>"$scratch/patchwork.plain"
    with_ogr2ogr "$plain" >>"$scratch/ogr2ogr.plain"
done

printf 'Importing 33,755 LSOAs of England (FlatGeobuf to GeoPackage): medians of %s runs in turns, on %s, %s.\n\n' \
    "$runs" "$(machine)" "$(ogr2ogr --version | cut -d, -f1)"
printf '| input | Patchwork, validation included | ogr2ogr -t_srs EPSG:27700 | ratio | every run (Patchwork; ogr2ogr) |\n'
printf '| --- | --- | --- | --- | --- |\n'
for form in gzipped plain; do
    ours=$(median <"$scratch/patchwork.$form")
    theirs=$(median <"$scratch/ogr2ogr.$form")
    printf '| %s | %s s | %s s | %s | %s; %s |\n' "$form" "$ours" "$theirs" \
        "$(awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "%.2f", a / b }')" \
        "$(all_of "$scratch/patchwork.$form")" "$(all_of "$scratch/ogr2ogr.$form")"
done
