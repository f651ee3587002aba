insert into "{layer}" (area_id, code, name, edition, valid_from, valid_until, inferred, note, geom)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
