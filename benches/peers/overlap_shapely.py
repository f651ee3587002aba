"""shapely: an STRtree in bulk, then intersections and areas of whole arrays, by a thread for each core.

    python overlap_shapely.py STORE ROUNDS [LAYER…]
    python overlap_shapely.py STORE check PAIRS.csv LAYER     the worst difference of any pair from those in a file
"""

import csv
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from overlap_layers import NOISE_M2, arguments, measure, read

# Many more than cores, so that no thread waits long for the last.
TASKS = 64


def overlaps(wards, tree, shapes, pool):
    """For each pair that meets: the positions of the two, and their shared square metres."""

    def part(start):
        mine = np.arange(start, len(wards), TASKS)
        found, other = tree.query(wards[mine], predicate="intersects")
        return mine[found], other, shapely.area(shapely.intersection(wards[mine[found]], shapes[other]))

    return [np.concatenate(parts) for parts in zip(*pool.map(part, range(TASKS)))]


def check(store, file, other):
    codes, shapes = {}, {}
    for layer in ("wards", other):
        codes[layer], wkb = read(store, layer)
        shapes[layer] = shapely.from_wkb(wkb)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        a, b, area = overlaps(shapes["wards"], shapely.STRtree(shapes[other]), shapes[other], pool)
    with open(file, newline="") as lines:
        ours = {(row["a"], row["b"]): float(row["area_m2"]) for row in csv.DictReader(lines)}
    whole = [shapely.area(shapes[layer]) for layer in ("wards", other)]
    worst, worst_share = 0.0, 0.0
    for at_a, at_b, theirs in zip(a, b, area):
        mine = ours.pop((codes["wards"][at_a], codes[other][at_b]), 0.0)
        if max(mine, theirs) > NOISE_M2:
            worst = max(worst, abs(mine - theirs))
            worst_share = max(worst_share, abs(mine - theirs) / min(whole[0][at_a], whole[1][at_b]))
    print(f"wards × {other}: {len(area)} pairs touch, {int((area > NOISE_M2).sum())} share ground; worst difference of a pair "
          f"{worst:.1e} m², {worst_share:.1e} of its smaller area; {len(ours)} pairs that GEOS does not have")
    sys.exit(1 if ours or worst_share > 1e-9 else 0)


def main():
    if sys.argv[2] == "check":
        check(sys.argv[1], *sys.argv[3:])
    store, rounds, others = arguments()
    started = time.perf_counter()
    wards = shapely.from_wkb(read(store, "wards")[1])
    wards_ready = time.perf_counter() - started
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for other in others:
            started = time.perf_counter()
            shapes = shapely.from_wkb(read(store, other)[1])
            tree = shapely.STRtree(shapes)
            ready = wards_ready + time.perf_counter() - started

            def ask():
                area = overlaps(wards, tree, shapes, pool)[2]
                return int((area > NOISE_M2).sum()), float(area.sum())

            measure(f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string})", other, rounds, ready, ask)


main()
