"""Who is within reach of the places, the way it is done with geopandas: buffers, their union, an overlay with the blocks.

    python coverage_geopandas.py STORE.gpkg POINTS.csv PEOPLE.csv METRES...

Everything is loaded and indexed first. For each distance: seconds, and the people within reach in all districts.
"""

import csv
import sys
import time

import geopandas as gpd
import pandas as pd
import shapely

from overlap_layers import read

STORE, POINTS, PEOPLE, *METRES = sys.argv[1:]


def frame(layer):
    codes, shapes = read(STORE, layer)
    return gpd.GeoDataFrame({"code": codes}, geometry=list(shapely.from_wkb(shapes)), crs="EPSG:27700")


blocks, districts = frame("lsoa21"), frame("districts")
with open(PEOPLE, encoding="utf-8-sig") as file:
    people = {row["lsoa21_code"]: float(row["population"]) for row in csv.DictReader(file)}
blocks["people"] = blocks["code"].map(people).fillna(0.0)
blocks["whole_m2"] = blocks.area
points = pd.read_csv(POINTS)
sites = gpd.GeoSeries(gpd.points_from_xy(points.easting, points.northing), crs="EPSG:27700")
inside = gpd.sjoin(blocks.set_geometry(blocks.representative_point()), districts, predicate="within")
blocks["district"] = inside["code_right"].groupby(level=0).first()
blocks.sindex, districts.sindex

for metres in METRES:
    begun = time.perf_counter()
    reach = gpd.GeoDataFrame(geometry=[sites.buffer(float(metres), resolution=32).union_all()], crs="EPSG:27700").explode()
    reached = gpd.overlay(blocks, reach, how="intersection", keep_geom_type=True)
    by_district = (reached["people"] * reached.area / reached["whole_m2"]).groupby(reached["district"]).sum()
    ground = gpd.overlay(districts, reach, how="intersection", keep_geom_type=True).area.sum()
    print(f"{metres} {time.perf_counter() - begun:.3f} {by_district.sum():.1f} {ground:.1f}", flush=True)
