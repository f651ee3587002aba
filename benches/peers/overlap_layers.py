"""What the Python peers of the overlap engine share: the store's layers as WKB, the clock, and the line that each prints.

A line has fields between tabs: who, the layer held against wards, seconds of the best and of the median round, pairs that share more
than a thousandth of a square metre, the square metres that all pairs share, seconds until the layers stood loaded and indexed, and
how many cores were busy on average.
"""

import sqlite3
import statistics
import sys
import time

LAYERS = ("wards", "lsoa21", "la21")
OTHERS = ("la21", "lsoa21")
NOISE_M2 = 1e-3

# Above a GeoPackage's WKB stands a header with a box of none, two, three or four dimensions.
HEADER = {0: 8, 1: 40, 2: 56, 3: 56, 4: 72}


def read(store, layer):
    """A layer's codes and shapes, in WKB."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        rows = db.execute(f'select code, geom from "{layer}" order by code').fetchall()
    return [code for code, _ in rows], [geom[HEADER[geom[3] >> 1 & 7] :] for _, geom in rows]


def measure(who, other, rounds, ready, ask):
    """Asks once unmeasured and then `rounds` times, and prints the line."""
    pairs, area = ask()
    took, busy = [], []
    for _ in range(rounds):
        started, worked = time.perf_counter(), time.process_time()
        assert ask()[0] == pairs
        took.append(time.perf_counter() - started)
        busy.append((time.process_time() - worked) / took[-1])
    fields = f"{min(took):.4f}", f"{statistics.median(took):.4f}", pairs, f"{area:.3f}", f"{ready:.2f}", f"{max(busy):.1f}"
    print(who, other, *fields, sep="\t", flush=True)


def arguments():
    """The store, how many rounds, and the layers to ask about."""
    return sys.argv[1], int(sys.argv[2]), sys.argv[3:] or OTHERS
