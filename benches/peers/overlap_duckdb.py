"""DuckDB spatial: a spatial join on every core.

    python overlap_duckdb.py STORE ROUNDS [LAYER…]
"""

import pathlib
import time

import duckdb
import duckdb_extension_spatial
import pyarrow
from overlap_layers import NOISE_M2, arguments, measure, read


def main():
    store, rounds, others = arguments()
    folder = pathlib.Path(duckdb_extension_spatial.__file__).parent
    extension = folder / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
    db = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    db.execute(f"load '{extension}'")

    def load(layer):
        started = time.perf_counter()
        raw = pyarrow.table({"wkb": pyarrow.array(read(store, layer)[1], pyarrow.binary())})
        db.register("raw", raw)
        db.execute(f"create table {layer} as select st_geomfromwkb(wkb) as geom from raw")
        db.execute(f"create index {layer}_geom on {layer} using rtree (geom)")
        return time.perf_counter() - started

    wards_ready = load("wards")
    for other in others:
        ready = wards_ready + load(other)

        # The threshold is applied to the sums, not to the rows: as a filter it would have each intersection made twice.
        def ask():
            return db.execute(f"""
                select count(*) filter (m2 > {NOISE_M2}), sum(m2)
                from (select st_area(st_intersection(a.geom, b.geom)) as m2
                      from {other} a join wards b on st_intersects(a.geom, b.geom))""").fetchone()

        measure(f"DuckDB spatial {duckdb.__version__}", other, rounds, ready, ask)


main()
