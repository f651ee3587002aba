-- What became of areas: a row for each area that came after another.
create table patchwork_succession (
    id       integer primary key,
    table_id integer not null references patchwork_table (id) on delete cascade,
    old      text not null,                        -- the code before
    old_name text,
    new      text not null,                        -- the code after
    new_name text,
    day      text,                                 -- the first day of what came after
    change   text not null                         -- renamed, recoded, merged, split or boundary-changed
);
create index patchwork_succession_of on patchwork_succession (table_id);

insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema
    where type = 'table' and name glob 'patchwork_*' and name not in (select table_name from gpkg_contents);
