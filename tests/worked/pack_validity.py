"""Holds imports of real boundary files against GEOS: validity as delivered, after snapping, and as stored; areas.

    pip install shapely==2.2.0 pyogrio pyproj
    python pack_validity.py PACK PATCHWORK

PACK is the folder that holds the boundary files, PATCHWORK the built binary. For each file, prints as a table row: areas; how
many GEOS calls invalid as delivered; how many the import's report does; how many repairs the report names; of the file's own
shapes taken to the grid and snapped to millimetres, how many GEOS calls invalid; of the areas as stored, how many GEOS calls
invalid; the difference between the report's ground and GEOS's area of the stored shapes (relative). PROJ's own transformation
to the grid is used for the snapping, which without the OSTN15 grid file is metres off and rounds other points.
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


def snapped_to_millimetres(shapes):
    """The file's shapes on the National Grid, as whole millimetres, without the points and the rings that coincide there."""
    to_grid = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)

    def ring(points):
        east, north = to_grid.transform(*shapely.get_coordinates(points).T)
        placed = numpy.round(numpy.column_stack([east, north]) * 1000)
        moved = numpy.any(placed[1:] != placed[:-1], axis=1)
        placed = placed[numpy.concatenate([[True], moved])]
        return placed if len(placed) >= 4 else None

    def polygon(part):
        exterior, holes = ring(part.exterior), [ring(hole) for hole in part.interiors]
        return None if exterior is None else shapely.Polygon(exterior, [hole for hole in holes if hole is not None])

    def whole(shape):
        parts = [polygon(part) for part in shapely.get_parts(shape)]
        return shapely.MultiPolygon([part for part in parts if part is not None])

    return numpy.array([whole(shape) for shape in shapes])


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
    snapped = snapped_to_millimetres(shapes)
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
        len(report["repaired"]),
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
