-- 4 → 5: a table can say what became of areas. SQLite cannot change a check in place: the table is made again with its rows.
create table patchwork_table_5 (
    id             integer primary key,
    kind           text not null check (kind in ('population', 'membership', 'classes', 'postcodes', 'assets', 'lineage')),
    key            text not null,
    name           text not null,
    blocks         text,
    scope          text,
    edition        text not null,
    revision       integer not null,
    status         text not null check (status in ('current', 'replaced')),
    declared_from  date,
    declared_until date,
    source         text,
    publisher      text,
    licence        text,
    attribution    text,
    extract_date   date,
    reference      text not null,
    fingerprint    text not null,
    imported_at    datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    report         text not null,
    unique (kind, key, edition, revision)
);
insert into patchwork_table_5
    select id, kind, key, name, blocks, scope, edition, revision, status, declared_from, declared_until, source, publisher,
           licence, attribution, extract_date, reference, fingerprint, imported_at, report
    from patchwork_table;
drop table patchwork_table;
alter table patchwork_table_5 rename to patchwork_table;
create unique index patchwork_table_current on patchwork_table (kind, key, edition) where status = 'current';
create index patchwork_table_reference on patchwork_table (reference);
