-- What GIS tools are told of the layer: its name for people, where it lies, when it changed.
update gpkg_contents set
    description = :title,
    last_change = :now,
    (min_x, min_y, max_x, max_y) = (select min(minx), min(miny), max(maxx), max(maxy) from "rtree_{layer}_geom")
where table_name = :layer;
