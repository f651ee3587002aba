-- Our own tables in a new GeoPackage, whose own number is in patchwork_schema.
-- Layers come later, each with its table (layer.sql).

-- The shape of everything below, as a number: one row.
create table patchwork_schema (
    id     integer primary key check (id = 1),
    number integer not null
);

-- One row per layer; its areas are in the table of that name.
create table patchwork_layer (
    id            integer primary key,
    layer         text not null unique,
    title         text not null,
    singular      text not null,
    family        text not null,
    display_order integer not null,
    visibility    text not null,
    description   text,
    last_change   datetime not null               -- as we left gpkg_contents.last_change; another value there: edited by hand
);

-- One row per edition and revision. The report stands last: it may be long and few ask for it.
create table patchwork_edition (
    id               integer primary key,
    layer            text not null references patchwork_layer (layer),
    edition          text not null,
    revision         integer not null,            -- how often an edition of this name had been replaced before
    status           text not null check (status in ('current', 'replaced')),
    declared_from    date,                        -- the period that it was imported with
    declared_until   date,
    valid_from       date,                        -- what is left of it beside the other editions
    valid_until      date,
    amends           text,                        -- the edition that it changes in part
    source           text,
    publisher        text,
    licence          text,
    attribution      text,
    extract_date     date,
    resolution       text,
    clipped_to_coast boolean,
    reference        text not null,               -- a short name for exactly this content
    fingerprint      text not null,               -- of everything that it was made from
    imported_at      datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    report           text not null,               -- JSON
    unique (layer, edition, revision)
);
create unique index patchwork_edition_current on patchwork_edition (layer, edition) where status = 'current';

-- Every code and name that an area has had: what makes its id permanent.
create table patchwork_area (
    id      integer primary key,
    layer   text not null references patchwork_layer (layer),
    area_id text not null,
    code    text,
    name    text not null
);
create unique index patchwork_area_once on patchwork_area (layer, area_id, coalesce(code, ''), name);

-- Areas, besides those that it redraws, that an amending edition ends on its first day.
create table patchwork_end (
    id         integer primary key,
    edition_id integer not null references patchwork_edition (id) on delete cascade,
    area_id    text not null,
    unique (edition_id, area_id)
);

-- What an edition has to say about areas.
create table patchwork_note (
    id         integer primary key,
    edition_id integer not null references patchwork_edition (id) on delete cascade,
    area_id    text not null,
    from_day   date,                              -- the first day on which it is said; null: always
    text       text not null
);
create index patchwork_note_of on patchwork_note (edition_id);

-- Areas of replaced editions: kept so that a reference can be checked, hidden from questions.
create table patchwork_revision_area (
    id         integer primary key,
    edition_id integer not null references patchwork_edition (id) on delete cascade,
    area_id    text not null,
    code       text,
    name       text not null,
    inferred   boolean not null,
    geom       blob not null
);
create index patchwork_revision_area_of on patchwork_revision_area (edition_id);

-- The place that the store covers: at most one row. Degrees, WGS 84.
create table patchwork_place (
    id    integer primary key check (id = 1),
    title text,
    note  text,
    west  double,
    south double,
    east  double,
    north double
);

insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema where type = 'table' and name glob 'patchwork_*';
