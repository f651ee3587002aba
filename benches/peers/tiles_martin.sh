#!/usr/bin/env bash
# Warm tiles of England's wards: Patchwork beside martin on PostGIS, in turns. Prints a table in Markdown.
#
#   RUNS=3 SECONDS_EACH=10 CONNECTIONS=16 benches/peers/tiles_martin.sh
#
# Both serve the same wards with code and name from the same tiles (zoom 6 to 12, each with a ward in it), and
# each tile has been asked for once before the clock starts. Every load is sent twice: as browsers ask (gzip)
# and plain. martin runs as it comes, with its own cache of tiles, and once more without, so that PostGIS
# makes each tile. Everything listens on 127.0.0.1 on ports that the system chooses, and ends with the script.
#
# Needs: wrk, ogr2ogr, PostgreSQL with PostGIS (Debian: wrk gdal-bin postgresql-15-postgis-3) and martin
#   cargo install martin --locked --no-default-features --features postgres,mbtiles,geojson
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"

runs=${RUNS:-3} seconds_each=${SECONDS_EACH:-10} connections=${CONNECTIONS:-16}
here=$root/benches/peers
wards=$data/boundaries/national/england_wd25.fgb
martin=${MARTIN:-$(command -v martin || true)}

started=()
clean_up() {
    [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
    stop_postgres
    wait
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# `wait_for FILE PATTERN WHAT`: until a line of a log shows that something is up, for a minute.
wait_for() {
    for _ in $(seq 300); do
        ! grep -q "$2" "$1" 2>/dev/null || return 0
        sleep 0.2
    done
    cat "$1" >&2
    fail "$3 was not up within a minute; what it said is above."
}

start_postgis() {
    start_postgres
    timed ogr2ogr -f PostgreSQL "$(postgres_dsn)" "$wards" \
        -nln wards -nlt PROMOTE_TO_MULTI -t_srs EPSG:3857 -select WD25CD,WD25NM \
        -lco GEOMETRY_NAME=geom -lco SPATIAL_INDEX=GIST >/dev/null
    query "vacuum analyze wards"
}

# About 500 tiles: all of the few at low zooms, then a fixed scatter, as `z x y`.
choose_tiles() {
    query "
        with bounds as (select st_extent(geom)::geometry as box from wards),
        tiles as (
            select z, x, y
            from generate_series(6, 12) z, bounds,
                lateral (select 40075016.6855784 / (1 << z) as side) s,
                generate_series(floor((st_xmin(box) + 20037508.3427892) / side)::int, floor((st_xmax(box) + 20037508.3427892) / side)::int) x,
                generate_series(floor((20037508.3427892 - st_ymax(box)) / side)::int, floor((20037508.3427892 - st_ymin(box)) / side)::int) y
        ),
        filled as (
            select *, row_number() over (partition by z order by md5(concat_ws('/', z, x, y))) as nth
            from tiles
            where exists (select from wards where st_intersects(geom, st_tileenvelope(z, x, y)))
        )
        select concat_ws(' ', z, x, y) from filled where nth <= 118 order by md5(concat_ws('/', z, x, y))"
}

start_martin() {
    local name=$1 port
    shift
    port=$(free_port)
    "$martin" --listen-addresses "127.0.0.1:$port" --workers "$(nproc)" --pool-size 20 "$@" \
        "postgres://postgres@127.0.0.1:$pg_port/postgres" >"$scratch/$name.out" 2>&1 &
    started+=($!)
    wait_for "$scratch/$name.out" "$port" martin
    printf 'http://127.0.0.1:%s/wards\n' "$port" >"$scratch/$name.tilejson"
}

start_patchwork() {
    timed "$patchwork" import layer "$wards" --layer wards --edition 2025 --code WD25CD --name WD25NM \
        --store "$scratch/wards.gpkg" >/dev/null
    "$patchwork" serve --store "$scratch/wards.gpkg" --bind 127.0.0.1:0 >"$scratch/patchwork.out" 2>"$scratch/patchwork.err" &
    started+=($!)
    wait_for "$scratch/patchwork.out" '^Patchwork is at' Patchwork
    printf '%stiles/wards.json\n' "$(sed -n 's|^Patchwork is at \(http://[^ ]*[^/ ]\)/\{0,1\} *$|\1/|p' "$scratch/patchwork.out")" \
        >"$scratch/patchwork.tilejson"
}

# Requests a second of one load; every answer has to be a tile.
load() {
    local name=$1 encoding=$2
    PATHS=$scratch/$name.paths ENCODING=$encoding wrk --threads 2 --connections "$connections" --duration "${seconds_each}s" --timeout 30s \
        --script "$here/tiles.lua" "$(sed 's|^\(http://[^/]*\).*|\1|' "$scratch/$name.tilejson")" >"$scratch/log" 2>&1 ||
        fail "wrk failed: $(cat "$scratch/log")"
    ! grep -E 'Non-2xx|Socket errors' "$scratch/log" >&2 || fail "$name did not answer every request with a tile."
    sed -n 's/^Requests\/sec: *//p' "$scratch/log"
}

needs wrk ogr2ogr node
needs_postgres
needs_patchwork
[ -n "$martin" ] || fail "martin is missing: the head of this script says how to install it (or set MARTIN=…)."
[ -f "$wards" ] || fail "there is no $wards: say where the data pack is with PATCHWORK_DATA=…"

say "Loading England's wards into a throw-away PostGIS and into Patchwork"
start_postgis
choose_tiles >"$scratch/tiles"
start_martin martin
start_martin martin-uncached --cache-size 0
start_patchwork

contestants=(patchwork martin martin-uncached)
for name in "${contestants[@]}"; do
    say "Asking $name for $(wc -l <"$scratch/tiles") tiles once"
    node "$here/warm.mjs" "$(cat "$scratch/$name.tilejson")" "$scratch/tiles" "$scratch/$name.paths" >"$scratch/$name.bytes"
done
for run in $(seq "$runs"); do
    say "Run $run of $runs"
    for encoding in gzip identity; do
        for name in "${contestants[@]}"; do
            load "$name" "$encoding" >>"$scratch/$name.$encoding"
        done
    done
done

printf 'Warm tiles of England'"'"'s 6,826 wards, %s tiles from zoom 6 to 12, %s connections by wrk: medians of %s runs of %s s in turns, on %s, %s, PostGIS %s.\n\n' \
    "$(wc -l <"$scratch/tiles")" "$connections" "$runs" "$seconds_each" "$(machine)" "$("$martin" --version)" "$(query 'select postgis_lib_version()')"
printf '| server | mean tile, plain | requests a second, gzip | Patchwork is faster by | requests a second, plain | Patchwork is faster by |\n'
printf '| --- | --- | --- | --- | --- | --- |\n'
for name in "${contestants[@]}"; do
    printf '| %s | %s bytes |' "$name" "$(cat "$scratch/$name.bytes")"
    for encoding in gzip identity; do
        printf ' %s | %s |' "$(median <"$scratch/$name.$encoding")" \
            "$(awk -v a="$(median <"$scratch/patchwork.$encoding")" -v b="$(median <"$scratch/$name.$encoding")" 'BEGIN { printf "%.1f×", a / b }')"
    done
    printf '\n'
done
