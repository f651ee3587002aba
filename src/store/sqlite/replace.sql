-- The areas of an edition become those of a revision.
insert into patchwork_revision_area (edition_id, area_id, code, name, inferred, geom)
    select :edition_id, area_id, code, name, inferred, geom from "{layer}" where edition = :edition order by fid;
