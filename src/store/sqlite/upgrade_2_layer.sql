-- 1 → 2, for each layer. Rebuilt rather than altered: new columns would stand after the geometry, where every question
-- about them reads through it. Rows keep their fid, so the R-tree stays as it is.
create table patchwork_upgrade (
    fid         integer primary key autoincrement not null,
    area_id     text not null,
    code        text,
    name        text not null,
    edition     text not null,
    valid_from  date,
    valid_until date,
    inferred    boolean not null default 0,
    note        text,
    geom        multipolygon not null,
    unique (edition, area_id),
    check (valid_until is null or valid_from < valid_until)
);
insert into patchwork_upgrade (fid, area_id, code, name, edition, valid_from, valid_until, geom)
    select fid, area_id, code, name, edition, valid_from, valid_until, geom from "{layer}" order by fid;
drop table "{layer}";
alter table patchwork_upgrade rename to "{layer}";
