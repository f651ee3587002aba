select area_id, code, name from patchwork_area where layer = :layer order by id;
