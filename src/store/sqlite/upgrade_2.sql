-- 1 → 2: an edition can say something about areas, and areas of a revision remember whether their ground was inferred.
create table patchwork_note (
    id         integer primary key,
    edition_id integer not null references patchwork_edition (id) on delete cascade,
    area_id    text not null,
    from_day   date,
    text       text not null
);
create index patchwork_note_of on patchwork_note (edition_id);
insert into gpkg_contents (table_name, data_type, identifier) values ('patchwork_note', 'attributes', 'patchwork_note');

create table patchwork_revision_area_2 (
    id         integer primary key,
    edition_id integer not null references patchwork_edition (id) on delete cascade,
    area_id    text not null,
    code       text,
    name       text not null,
    inferred   boolean not null,
    geom       blob not null
);
insert into patchwork_revision_area_2
    select id, edition_id, area_id, code, name, 0, geom from patchwork_revision_area;
drop table patchwork_revision_area;
alter table patchwork_revision_area_2 rename to patchwork_revision_area;
create index patchwork_revision_area_of on patchwork_revision_area (edition_id);
