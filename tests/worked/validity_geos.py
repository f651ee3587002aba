"""Writes validity_geos.csv.gz: random small shapes on a coarse lattice with GEOS's verdicts.

    pip install shapely==2.2.0
    python validity_geos.py

Columns, parted by semicolons: polygons as JSON ([[exterior, hole, ...], ...], rings closed, points [x, y] in whole metres
east and north of EAST, NORTH), 1 when GEOS calls the shape valid, and for an invalid one three areas in m²: of
`make_valid(method="structure")`, of `make_valid(method="linework")`, and by the rule of `ruled`. Seeded: the same file
comes out each time.
"""

import gzip
import json
import random
from pathlib import Path

import shapely
from shapely import MultiPolygon, Polygon

SEED = 27700
COUNT = 9_000
# In metres, so that coordinates look like the National Grid's.
EAST, NORTH = 500_000, 100_000


def ring(rng, low, high, side):
    points = [(rng.randint(low, high), rng.randint(low, high)) for _ in range(rng.randint(3, side))]
    if rng.random() < 0.2:
        # A point twice in a row, or a spike: there and back.
        at = rng.randrange(len(points))
        points.insert(at, points[at] if rng.random() < 0.5 else points[at - 2])
    return points + points[:1]


def star(rng, low, high, side):
    """A ring that seldom crosses itself: points in order round a middle."""
    points = {(rng.randint(low, high), rng.randint(low, high)) for _ in range(side)}
    middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    from math import atan2, hypot

    def round_middle(p):
        return atan2(p[1] - middle[1], p[0] - middle[0]), hypot(p[0] - middle[0], p[1] - middle[1]), p

    points = sorted(points, key=round_middle)
    if len(points) < 3:
        return ring(rng, low, high, side)
    if rng.random() < 0.5:
        points.reverse()
    return points + points[:1]


def box(rng, low, high):
    x, y = rng.randint(low, high - 1), rng.randint(low, high - 1)
    right, top = rng.randint(x + 1, high), rng.randint(y + 1, high)
    corners = [(x, y), (right, y), (right, top), (x, top)]
    if rng.random() < 0.3:
        corners.pop(rng.randrange(4))
    return corners + corners[:1]


def any_ring(rng, low, high, side):
    kind = rng.random()
    if kind < 0.35:
        return box(rng, low, high)
    if kind < 0.75:
        return star(rng, low, high, side)
    return ring(rng, low, high, side)


def polygon(rng, size):
    kind = rng.random()
    if kind < 0.35:
        return [any_ring(rng, 0, size, 12)]
    frame = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    exterior = frame if kind < 0.85 else any_ring(rng, 0, size, 12)
    low, high = (0, size) if rng.random() < 0.3 else (1, size - 1)
    return [exterior] + [any_ring(rng, low, high, 5) for _ in range(rng.randint(1, 4))]


def shape(rng):
    size = rng.choice([4, 6, 10, 20])
    kind = rng.random()
    if kind < 0.2:
        return [[any_ring(rng, 0, size, 12)]]
    if kind < 0.5:
        return [polygon(rng, size)]
    if kind < 0.6:
        # An island, or something that is not one, within the hole of another part.
        frame = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
        hole = [(1, 1), (size - 1, 1), (size - 1, size - 1), (1, size - 1), (1, 1)]
        return [[frame, hole], [any_ring(rng, 1, size - 1, 6)]]
    if kind < 0.75:
        return [[any_ring(rng, 0, size, 6)] for _ in range(rng.randint(2, 4))]
    if kind < 0.85:
        # Beside each other.
        moved = [[(x + size, y) for x, y in r] for r in polygon(rng, size)]
        return [polygon(rng, size), moved]
    return [polygon(rng, size) for _ in range(2)]


def with_holes_restored(parts):
    def size(part):
        return Polygon(part[0]).area

    usual = shapely.is_ccw(shapely.LinearRing(max(parts, key=size)[0]))
    turned = [p for p in parts if len(p) == 1 and shapely.is_ccw(shapely.LinearRing(p[0])) != usual]
    kept = [p for p in parts if p not in turned]
    found = [list(part) for part in kept]
    for part in turned:
        inside = Polygon(part[0]).representative_point()
        around = [
            i for i, q in enumerate(kept) if size(q) > size(part) and Polygon(q[0], q[1:]).contains(inside)
        ]
        if around:
            found[min(around, key=lambda i: size(kept[i]))].append(part[0])
        else:
            found.append(part)
    return found


def ruled(parts):
    """What each exterior winds around, less what its holes wind around, all parts united: each step by GEOS.

    Where nothing is wrong but parts inside parts, one that winds the other way than the largest is first made a hole.
    """

    def solid(points):
        return shapely.make_valid(Polygon(points), method="structure", keep_collapsed=False)

    whole = MultiPolygon([Polygon(part[0], part[1:]) for part in parts])
    if shapely.is_valid_reason(whole).startswith("Nested shells"):
        parts = with_holes_restored(parts)
    pieces = [solid(part[0]).difference(shapely.union_all([solid(hole) for hole in part[1:]])) for part in parts]
    return shapely.union_all(pieces).area


def main():
    rng = random.Random(SEED)
    lines, counts = [], {0: 0, 1: 0}
    seen = set()
    while len(lines) < COUNT:
        rings = shape(rng)
        text = json.dumps(rings, separators=(",", ":"))
        if text in seen:
            continue
        moved = [[[(x + EAST, y + NORTH) for x, y in r] for r in part] for part in rings]
        whole = MultiPolygon([Polygon(part[0], part[1:]) for part in moved])
        valid = int(shapely.is_valid(whole))
        # Keep the two verdicts level: a judge that always says "invalid" must fail half of them.
        if counts[valid] * 2 >= COUNT:
            continue
        seen.add(text)
        counts[valid] += 1
        areas = ";;"
        if not valid:
            structure = shapely.make_valid(whole, method="structure", keep_collapsed=False).area
            linework = shapely.make_valid(whole, method="linework").area
            areas = f"{structure:.4f};{linework:.4f};{ruled(moved):.4f}"
        lines.append(f"{text};{valid};{areas}\n")
    text = "polygons;valid;structure_m2;linework_m2;ruled_m2\n" + "".join(lines)
    data = gzip.compress(text.encode(), 9, mtime=0)
    Path(__file__).with_name("validity_geos.csv.gz").write_bytes(data)
    print(f"{len(lines)} shapes, {counts[1]} valid, {len(data)} bytes, GEOS {shapely.geos_version_string}")


if __name__ == "__main__":
    main()
