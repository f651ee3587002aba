"""Holds imports of real boundary files against GEOS: validity as delivered, after snapping, and as stored; areas.

    pip install shapely==2.2.0 pyogrio pyproj
    python pack_validity.py PACK PATCHWORK

PACK is the folder that holds the boundary files, PATCHWORK the built binary. For each file, prints as a table row: areas; how
many GEOS calls invalid as delivered; how many the import's report does; how many repairs the report names; of the file's own
shapes taken to the grid and snapped to millimetres, how many GEOS calls invalid; of the areas as stored, how many GEOS calls
invalid; the largest difference between the report's ground and GEOS's on the stored shapes (relative).
"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pyogrio
import pyproj
import shapely

FILES = [
    ("health/sussex_pcn_footprints_method_2.geojson", None, "PCN_Name", None),
    ("boundaries/sussex/sussex_ltla22_ph.geojson", "LAD22CD", "LAD22NM", None),
    ("population/sussex_2021_lsoas_population.geojson", "LSOA21CD", "LSOA21NM", None),
    ("population/sussex_2021_msoas_population.geojson", "MSOA21CD", "MSOA21NM", None),
    ("boundaries/national/ew_la2021_20m.topojson", "AREACD", "AREANM", "EPSG:4326"),
    ("boundaries/national/ew_la2022.topojson", "areacd", "areanm", "EPSG:4326"),
    ("boundaries/national/england_lsoa21.fgb.gz", "LSOA21CD", "LSOA21NM", None),
    ("boundaries/national/england_msoa21.fgb.gz", "MSOA21CD", "MSOA21NM", None),
]


def ring_sum(rings_invalid, transformer):
    """The file's shapes in grid metres on whole millimetres."""

    def move(points):
        east, north = transformer.transform(points[:, 0], points[:, 1])
        return numpy.round(numpy.column_stack([east, north]), 3)

    return shapely.transform(rings_invalid, move)


def row(pack, binary, folder, file, code, name, crs):
    path = pack / file
    store = Path(folder) / "store.gpkg"
    store.unlink(missing_ok=True)
    command = [binary, "import", "layer", "--layer", "l", "--edition", "1", "--name", name, "--store", store]
    command += ["--code", code] if code else []
    command += ["--crs", crs] if crs else []
    done = subprocess.run([*command, "--format", "json", path], capture_output=True, text=True, timeout=900)
    if done.returncode:
        return f"| `{file}` | {done.stderr.strip()} |"
    report = json.loads(done.stdout)
    local = path
    if path.suffix == ".gz":
        local = Path(folder) / path.stem
        with gzip.open(path) as packed, local.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
    _, _, shapes, _ = pyogrio.raw.read(local, columns=[])
    shapes = shapely.from_wkb(shapes, on_invalid="fix")
    to_grid = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
    snapped = ring_sum(shapes, to_grid)
    _, _, stored, _ = pyogrio.raw.read(store, layer="l", columns=[])
    stored = shapely.from_wkb(stored)
    wrong = [shapely.is_valid_reason(s) for s in stored[~shapely.is_valid(stored)]]
    area = shapely.area(stored).sum()
    off = abs(report["ground_m2"] - area) / area
    cells = [
        f"`{file}`",
        len(shapes),
        int((~shapely.is_valid(shapes)).sum()),
        len(report["invalid_as_delivered"]),
        len(report.get("repairs", report.get("repaired", []))),
        int((~shapely.is_valid(snapped)).sum()),
        int((~shapely.is_valid(stored)).sum()),
        f"{off:.1e}",
    ]
    if wrong:
        print(wrong[:5], file=sys.stderr)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main():
    pack, binary = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            print(row(pack, binary, folder, *file), flush=True)


if __name__ == "__main__":
    main()
