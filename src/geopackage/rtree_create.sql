create virtual table "rtree_{layer}_geom" using rtree (id, minx, maxx, miny, maxy);
