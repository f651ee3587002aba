"""SedonaDB: a spatial join in memory, on the cores that it chooses.

    python overlap_sedonadb.py STORE ROUNDS [LAYER…]
"""

import os
import time
import warnings

import pyarrow
from overlap_layers import NOISE_M2, arguments, measure, read

# It looks for GDAL when it is loaded, which nothing here needs.
warnings.filterwarnings("ignore", message="Failed to configure GDAL")
import sedonadb  # noqa: E402

# Rows handed over at a time: of one batch alone one core would do all the work.
BATCH = 256


def main():
    store, rounds, others = arguments()
    db = sedonadb.connect()
    db.sql(f"set datafusion.execution.target_partitions = {os.cpu_count()}").execute()
    db.sql(f"set datafusion.execution.batch_size = {BATCH}").execute()

    def load(layer):
        started = time.perf_counter()
        raw = pyarrow.table({"wkb": pyarrow.array(read(store, layer)[1], pyarrow.binary())})
        batches = pyarrow.Table.from_batches(raw.to_batches(max_chunksize=BATCH))
        db.create_data_frame(batches).to_view(f"raw_{layer}")
        db.sql(f"select st_geomfromwkb(wkb) as geom from raw_{layer}").to_memtable().to_view(layer)
        return time.perf_counter() - started

    wards_ready = load("wards")
    for other in others:
        ready = wards_ready + load(other)

        # The threshold is applied to the sums, not to the rows: as a filter it would have each intersection made twice.
        def ask():
            table = db.sql(f"""
                select sum(case when m2 > {NOISE_M2} then 1 else 0 end) as pairs, sum(m2) as area
                from (select st_area(st_intersection(a.geom, b.geom)) as m2
                      from wards a join {other} b on st_intersects(a.geom, b.geom)) as met""").to_arrow_table()
            return table["pairs"][0].as_py(), table["area"][0].as_py()

        measure(f"SedonaDB {sedonadb.__version__}", other, rounds, ready, ask)


main()
