select fid, area_id, code, name, edition, valid_from, valid_until, inferred, geom from "{layer}" order by fid;
