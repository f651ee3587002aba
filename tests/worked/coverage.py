"""Who is within reach in Sussex and Trafford, computed without Patchwork's own circles, overlaps or weights.

    python3 -m venv venv && venv/bin/pip install shapely numpy pyproj
    venv/bin/python tests/worked/coverage.py SUSSEX.gpkg TRAFFORD.gpkg DATA > tests/worked/coverage.json

The stores are made with `patchwork import place boundaries/sussex.toml` and `boundaries/trafford.toml`; DATA is the folder of open
data that those files name. Only snapped shapes of areas and blocks are taken from the stores (EPSG:27700, whole millimetres), and the
places of assets, which are points of a file or a postcode's. People, classes and postcodes are read from the files. Circles are GEOS's
buffers of 512 corners. The output holds figures, no shapes.
"""

import csv
import gzip
import io
import json
import sqlite3
import sys

import numpy as np
import shapely

SUSSEX, TRAFFORD, DATA = sys.argv[1:4]
ON = "2026-06-01"
ENVELOPE = (0, 32, 48, 48, 64)
# The Code-Point Open files at hand; elsewhere the status of a postcode is unknown and it is used.
LOADED_POSTCODE_AREAS = {"BN", "PO", "RH", "TN"}


def shape(blob):
    return shapely.from_wkb(blob[8 + ENVELOPE[(blob[3] >> 1) & 7]:])


def store(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def read_layer(path, table):
    rows = store(path).execute(
        f'select coalesce(code, area_id), name, geom from "{table}" where (valid_from is null or valid_from <= ?)'
        " and (valid_until is null or valid_until > ?) order by 1", (ON, ON)).fetchall()
    return [r[0] for r in rows], [r[1] for r in rows], np.array([shape(r[2]) for r in rows])


def read_assets(path, kinds):
    """Places of the open assets of some kinds, as stored: points and ground."""
    marks = ",".join("?" * len(kinds))
    rows = store(path).execute(
        f"select geom from patchwork_assets where kind in ({marks}) and status = 'open' and geom is not null"
        " and table_id in (select id from patchwork_table where status = 'current')", kinds).fetchall()
    return np.array([shape(r[0]) for r in rows])


def read_table(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(f"{DATA}/{path}", "rb") as file:
        return list(csv.reader(io.TextIOWrapper(file, "utf-8-sig")))


def area_of(postcode):
    return "".join(c for c in postcode[:2] if c.isalpha())


def used_postcodes():
    """Live postcodes where Code-Point Open is at hand, all others elsewhere: easting and northing."""
    live = {}
    for name in ("bn", "po", "rh", "tn"):
        for row in read_table(f"postcodes/codepoint_open_2025_{name}.csv.gz"):
            if row[1] != "90":
                live[row[0].replace(" ", "")] = (float(row[2]), float(row[3]))
    for row in read_table("postcodes/onspd_2026_sussex_and_fringe.csv.gz")[1:]:
        code = row[0].replace(" ", "")
        if row[2] and row[3] and area_of(code) not in LOADED_POSTCODE_AREAS:
            live.setdefault(code, (float(row[2]), float(row[3])))
    return np.array(sorted(live.values()))


def inside(points, shapes):
    """(point, shape) for every point in a shape, border points in the first."""
    tree = shapely.STRtree(shapes)
    i, j = tree.query(points, predicate="intersects")
    first = {}
    for point, holder in zip(i, j):
        first[point] = min(first.get(point, 1 << 30), holder)
    return first


def ground(shapes, reach):
    return [float(a) for a in shapely.area(shapely.intersection(shapes, reach))]


def sussex():
    codes, names, districts = read_layer(SUSSEX, "districts")
    blocks, _, block_shapes = read_layer(SUSSEX, "lsoa21")
    people = {row[0]: float(row[1]) for row in read_table("population/lsoa21_census2021_residents.csv")[1:]}
    rural = {row[0]: row[3] for row in read_table("lookups/ruc21_lsoa21.csv.gz")[1:]}
    places = used_postcodes()
    points = shapely.points(places)
    of_block, of_district = inside(points, block_shapes), inside(points, districts)
    count = np.bincount([of_block[p] for p in of_block], minlength=len(blocks))
    assert (count > 0).all()
    told = {}
    for name, kinds, metres in (
        ("libraries 1600", ["library"], 1600), ("pharmacies 800", ["pharmacy"], 800), ("both 5000", ["library", "pharmacy"], 5000)
    ):
        sites = read_assets(SUSSEX, kinds)
        reach = shapely.union_all(shapely.buffer(sites, metres, quad_segs=128))
        far = shapely.STRtree(sites).query_nearest(points, return_distance=True, all_matches=False)[1]
        total, within, mean = np.zeros(len(codes)), np.zeros(len(codes)), np.zeros(len(codes))
        classes = {}
        for p, block in of_block.items():
            share = people[blocks[block]] / count[block]
            district = of_district.get(p)
            if district is None:
                continue
            total[district] += share
            mean[district] += share * far[p]
            group = classes.setdefault(rural[blocks[block]], [0.0, 0.0])
            group[0] += share
            if far[p] <= metres:
                within[district] += share
                group[1] += share
        told[name] = {
            "kinds": kinds, "within_m": metres, "assets": len(sites),
            "ground_within_m2": dict(zip(codes, ground(districts, reach))),
            "total": dict(zip(codes, total)), "within": dict(zip(codes, within)),
            "nearest_m": dict(zip(codes, mean / total)), "classes": classes,
        }
    return told


def trafford():
    codes, names, wards = read_layer(TRAFFORD, "wards")
    told = {}
    for name, kinds, metres in (("libraries 1600", ["library"], 1600), ("parks and playgrounds 300", ["park", "playground"], 300), ("worship 800", ["place-of-worship"], 800)):
        sites = read_assets(TRAFFORD, kinds)
        reach = shapely.union_all(shapely.buffer(sites, metres, quad_segs=128))
        told[name] = {
            "kinds": kinds, "within_m": metres, "assets": len(sites),
            "ground_within_m2": dict(zip(codes, ground(wards, reach))),
        }
    return told


json.dump({
    "on": ON, "geos": shapely.geos_version_string,
    "attribution": "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown"
    " copyright and database right 2026. Contains Royal Mail data © Royal Mail copyright and database right 2026. Contains information"
    " from NHS England. Contains Arts Council England public library data. Contains Trafford Council / Trafford Data Lab data.",
    "sussex": sussex(), "trafford": trafford(),
}, sys.stdout, indent=1)
print()
