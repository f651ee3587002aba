# A throw-away PostGIS on a port of its own, for the comparisons beside this file. Sourced after common.sh, never run.
# shellcheck shell=bash disable=SC2154 source=benches/peers/common.sh

postgres_bin=${POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
cluster=$scratch/postgres

needs_postgres() {
    needs psql runuser python3
    [ -x "$postgres_bin/initdb" ] || fail "PostgreSQL is missing: install postgresql-15-postgis-3, then run this again."
}

# PostgreSQL refuses to run as root, so root hands it to the user that Debian made for it.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# `start_postgres [SETTING…]`
start_postgres() {
    local settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=1GB -c jit=off" setting
    pg_port=$(free_port)
    for setting in "$@"; do settings+=" -c $setting"; done
    mkdir "$cluster"
    chmod 755 "$scratch"
    [ "$(id -u)" -ne 0 ] || chown postgres "$cluster"
    as_postgres "$postgres_bin/initdb" -D "$cluster" -U postgres --auth=trust --no-sync >"$scratch/log" 2>&1 ||
        fail "initdb failed: $(tail -n 1 "$scratch/log")"
    as_postgres "$postgres_bin/pg_ctl" -D "$cluster" -l "$cluster/log" -w start -o "-p $pg_port $settings" >"$scratch/log" 2>&1 ||
        fail "PostgreSQL did not start: $(tail -n 1 "$cluster/log")"
    query "create extension postgis"
}

stop_postgres() {
    [ ! -f "$cluster/postmaster.pid" ] || as_postgres "$postgres_bin/pg_ctl" -D "$cluster" -m immediate stop >/dev/null || true
}

ask_postgres() {
    psql -h 127.0.0.1 -p "$pg_port" -U postgres -X -q -A -t -v ON_ERROR_STOP=1 "$@" postgres
}

query() {
    ask_postgres -c "$1"
}

postgres_dsn() {
    printf 'PG:host=127.0.0.1 port=%s user=postgres dbname=postgres' "$pg_port"
}
