#!/usr/bin/env bash
# PostGIS: a join over its GiST index, with a worker for each core. Prints lines as overlap_layers.py says, without the cores.
#
#   benches/peers/overlap_postgis.sh STORE ROUNDS [LAYER…]
#
# The database is made for this, listens on 127.0.0.1 on a port that the system chooses, and ends with the script.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
trap 'stop_postgres; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

store=${1:?which store?} rounds=${2:?how many rounds?}
shift 2
layers=("$@")
[ $# -gt 0 ] || layers=(la21 lsoa21)

# Loads a layer, with its index and statistics, and prints the seconds.
load() {
    local took more
    took=$(timed ogr2ogr -f PostgreSQL "$(postgres_dsn)" "$store" "$1" -nln "$1" -select code -nlt MULTIPOLYGON \
        -lco GEOMETRY_NAME=geom -lco SPATIAL_INDEX=GIST)
    more=$(timed query "vacuum analyze $1")
    awk -v a="$took" -v b="$more" 'BEGIN { printf "%.2f\n", a + b }'
}

# `offset 0` keeps the planner from making each intersection twice, for the count and for the sum.
question() {
    printf 'select count(*) filter (where m2 > 1e-3), sum(m2) from (select st_area(st_intersection(a.geom, b.geom)) as m2
        from wards a join %s b on st_intersects(a.geom, b.geom) offset 0) as met;' "$1"
}

needs ogr2ogr
needs_postgres
start_postgres work_mem=256MB "max_parallel_workers_per_gather=$(nproc)" "max_parallel_workers=$(nproc)" \
    parallel_setup_cost=0 parallel_tuple_cost=0 min_parallel_table_scan_size=0
who="PostGIS $(query 'select postgis_lib_version()') (GEOS $(query 'select postgis_geos_version()' | cut -d- -f1))"
wards_ready=$(load wards)
for layer in "${layers[@]}"; do
    ready=$(load "$layer")
    found=$(query "$(question "$layer")")
    for _ in $(seq "$rounds"); do
        ask_postgres -c '\timing on' -c "$(question "$layer")" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p'
    done | sort -g >"$scratch/times"
    awk -v who="$who" -v layer="$layer" -v found="$found" -v ready="$ready" -v wards="$wards_ready" '
        { took[NR] = $1 / 1000 }
        END {
            split(found, sums, "|")
            median = NR % 2 ? took[(NR + 1) / 2] : (took[NR / 2] + took[NR / 2 + 1]) / 2
            printf "%s\t%s\t%.4f\t%.4f\t%d\t%.3f\t%.2f\t\n", who, layer, took[1], median, sums[1], sums[2], ready + wards
        }' "$scratch/times"
done
