"""As many places as England has pharmacies, at representative points of small areas, drawn with a seed: a list to import.

    python coverage_points.py STORE.gpkg > points.csv
"""

import random
import sys

import shapely

from overlap_layers import read

COUNT, SEED = 11_276, 20_260_601

codes, shapes = read(sys.argv[1], "lsoa21")
print("id,name,easting,northing")
for number in sorted(random.Random(SEED).sample(range(len(codes)), COUNT)):
    place = shapely.from_wkb(shapes[number]).representative_point()
    print(f"{number},Place {number},{place.x:.3f},{place.y:.3f}")
