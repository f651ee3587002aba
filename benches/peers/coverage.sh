#!/usr/bin/env bash
# Who is within 1.6 km of 11,276 places in all England, by district, in ground and residents: Patchwork's server beside
# geopandas, on one store. Prints a table in Markdown.
#
# Both have everything loaded. It stops when the people within reach differ by more than 0.1 %.
#
# Needs: PATCHWORK_BENCH_STORE, England as script/bench imports it (the places are added to it), and Python with venv.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT

here=$root/benches/peers
store=${PATCHWORK_BENCH_STORE:?run script/bench coverage}
venv=$cache/coverage-peers
port=${PORT:-8197}
distances=(1600 1700 800)

needs python3 curl
needs_patchwork
if [ ! -x "$venv/bin/python" ]; then
    say "Installing geopandas into $venv"
    { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --requirement "$here/coverage_requirements.txt"; } >&2 ||
        fail "pip could not install what $here/coverage_requirements.txt lists."
fi

"$venv/bin/python" "$here/coverage_points.py" "$store" >"$scratch/points.csv"
"$patchwork" import assets "$scratch/points.csv" --kind pharmacy --list bench-places --complete --store "$store" >/dev/null
"$patchwork" serve --store "$store" --bind "127.0.0.1:$port" >"$scratch/serve" 2>&1 &
server=$!
for _ in $(seq 300); do
    curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null 2>&1 && break
    sleep 0.1
done

# It answers while it still prepares tiles, and with fewer cores for it: that is not what is measured.
sleep "${WARM:-10}"

ask() {
    curl -sf -o "$scratch/answer" -w '%{time_total}\n' "http://127.0.0.1:$port/api/$1" || fail "no answer to $1: $(cat "$scratch/answer")"
}
within() {
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["summary"]["within_reach"])' "$scratch/answer"
}

say "Patchwork (load $(cut -d' ' -f1 /proc/loadavg))"
for metres in "${distances[@]}"; do
    printf '%s %s %s\n' "$metres" "$(ask "coverage?kinds=pharmacy&within_m=$metres&by=districts")" "$(within)" >>"$scratch/ours"
done
gaps=$(ask "coverage.geojson?kinds=pharmacy&within_m=1600&by=districts")
say "geopandas (load $(cut -d' ' -f1 /proc/loadavg))"
"$venv/bin/python" "$here/coverage_geopandas.py" "$store" "$scratch/points.csv" "$data/population/lsoa21_census2021_residents.csv" \
    "${distances[@]}" >"$scratch/theirs"

printf '| question | Patchwork | geopandas | as long as Patchwork | people within reach, difference |\n| --- | --- | --- | --- | --- |\n'
first=', asked first'
while read -r metres ours people && read -r _ theirs others _ <&3; do
    awk -v m="$metres" -v f="$first" -v a="$ours" -v b="$theirs" -v p="$people" -v q="$others" 'BEGIN {
        off = (p - q) / q; if (off < 0) off = -off
        printf "| %d m%s | %.3f s | %.1f s | %.0f | %.4f %% |\n", m, f, a, b, b / a, off * 100
        exit off > 0.001
    }' || fail "the people within $metres m differ by more than 0.1 %"
    first=', another distance'
done <"$scratch/ours" 3<"$scratch/theirs"
printf '| the ground out of reach as polygons, 1600 m | %.3f s | | | |\n' "$gaps"
