"""Where drawings of one name agree, by shapely, beside what a server says.

    PATCHWORK_MODERATOR=TOKEN python3 tests/worked/agreement.py SERVER STORE

SERVER is the address of a server on the GeoPackage STORE, of a place that can be drawn in (the demo, say). Fifty random stars of one new name
are entered and published; then the ground in at least 25, 50 and 75 % of them is worked out from the store's own shapes, on the grid: their
borders are noded, the faces between them counted. Every area must agree to a millionth. Needs shapely 2.
"""

import json
import math
import os
import random
import sqlite3
import struct
import sys
import urllib.request

import shapely
from shapely.ops import polygonize, unary_union

SERVER, STORE = sys.argv[1], sys.argv[2]
TOKEN = os.environ["PATCHWORK_MODERATOR"]
COUNT = 50


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}", "origin": SERVER}
    with urllib.request.urlopen(urllib.request.Request(SERVER + path, data, headers)) as answer:
        return json.load(answer)


def star(rng, lon, lat):
    middle = (lon + rng.uniform(-0.004, 0.004), lat + rng.uniform(-0.0025, 0.0025))
    corners = rng.randint(5, 24)
    ring = []
    for at in range(corners):
        angle, radius = 2 * math.pi * at / corners, rng.uniform(0.004, 0.012)
        ring.append([middle[0] + radius * 1.6 * math.cos(angle), middle[1] + radius * math.sin(angle)])
    return {"type": "Polygon", "coordinates": [ring + [ring[0]]]}


def shape(blob):
    envelope = (blob[3] >> 1) & 7
    return shapely.from_wkb(blob[8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[envelope]:])


def main():
    rng = random.Random(20261126)
    terms = ask("/api/neighbourhoods/terms")
    ward = next(area for area in ask("/api/search?q=a&limit=50")["results"] if area["layer"] == "wards")
    name = f"Oracle {rng.randrange(10**6)}-{os.getpid()}"
    drawings = [
        {"name": name, "why": "", "tags": [], "website": "", "licence": None, "once": None,
         "geometry": star(rng, *ward["centre"])}
        for _ in range(COUNT)
    ]
    kept = ask("/api/neighbourhoods/enter",
               {"route": "workshop", "licence": terms["licence"], "drawings": drawings})
    print(f"{kept['kept']} of {COUNT} kept")
    waiting = [one["drawing"] for one in ask("/api/neighbourhoods/queue?limit=200")["drawings"]
               if one["drawing"]["name"] == name]
    ask("/api/neighbourhoods/queue",
        {"decisions": [{"id": one["id"], "revision": one["revision"], "do": "publish", "reason": None, "group": None}
                       for one in waiting]})
    told = ask("/api/neighbourhoods/agreement.geojson?name=" + urllib.request.quote(name))
    rows = sqlite3.connect(STORE).execute("select geom from patchwork_proposal_version where name = ?", [name]).fetchall()
    shapes = [shape(row[0]) for row in rows]
    assert len(shapes) == told["drawings"], (len(shapes), told["drawings"])
    faces = list(polygonize(unary_union([one.boundary for one in shapes])))
    tree = shapely.STRtree(shapes)
    depth = [len(tree.query(face.representative_point(), predicate="within")) for face in faces]
    worst = 0.0
    for level in told["features"]:
        properties = level["properties"]
        area = sum(face.area for face, count in zip(faces, depth) if count >= properties["least"])
        off = abs(properties["area_m2"] - area) / max(area, 1.0)
        worst = max(worst, off)
        print(f"{properties['percent']} %: {properties['area_m2']:.1f} m2 told, {area:.4f} m2 by shapely, off by {off:.2e}")
    print(f"worst {worst:.2e} of the area")
    sys.exit(worst > 1e-6)


if __name__ == "__main__":
    main()
