-- Tables of people, classes, postcodes and assets: a row per table and revision. The report stands last: it may be long.
create table patchwork_table (
    id             integer primary key,
    kind           text not null check (kind in ('population', 'membership', 'classes', 'postcodes', 'assets', 'lineage')),
    key            text not null,                  -- WEIGHT@BLOCKS, CLASS@BLOCKS, the membership layer, the kind of register, the list of assets, or the layer of a lineage
    name           text not null,                  -- the weight, the classification, the kind of register, or the list
    blocks         text,                           -- the layer of blocks, perhaps with its edition
    scope          text,                           -- whose lists a membership holds
    edition        text not null,
    revision       integer not null,               -- how often a table of this name had been replaced before
    status         text not null check (status in ('current', 'replaced')),
    declared_from  date,
    declared_until date,
    source         text,
    publisher      text,
    licence        text,
    attribution    text,
    extract_date   date,
    reference      text not null,                  -- a short name for exactly this content
    fingerprint    text not null,                  -- of everything that it was made from
    imported_at    datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    report         text not null,                  -- JSON
    unique (kind, key, edition, revision)
);
create unique index patchwork_table_current on patchwork_table (kind, key, edition) where status = 'current';
create index patchwork_table_reference on patchwork_table (reference);

-- People of each block, as the file gives them.
create table patchwork_population (
    id       integer primary key,
    table_id integer not null references patchwork_table (id) on delete cascade,
    block    text not null,
    people   double not null
);
create index patchwork_population_of on patchwork_population (table_id);

-- The class of each block.
create table patchwork_class (
    id       integer primary key,
    table_id integer not null references patchwork_table (id) on delete cascade,
    block    text not null,
    class    text not null
);
create index patchwork_class_of on patchwork_class (table_id);

-- Layers of organisations that are lists of people. They have no ground, so no feature table.
create table patchwork_list_layer (
    id            integer primary key,
    layer         text not null unique,
    title         text not null,
    singular      text not null,
    family        text not null,
    display_order integer not null,
    visibility    text not null,
    description   text
);

-- Every code and name that an organisation has had: what makes its id permanent.
create table patchwork_known_organisation (
    id      integer primary key,
    layer   text not null references patchwork_list_layer (layer),
    area_id text not null,
    code    text not null,
    name    text not null,
    unique (layer, area_id, code, name)
);

-- The organisations of a membership.
create table patchwork_organisation (
    id           integer primary key,
    table_id     integer not null references patchwork_table (id) on delete cascade,
    area_id      text not null,
    code         text not null,
    name         text not null,
    stated_total double,                           -- everybody on its list, those whose block is not given included
    unique (table_id, code)
);

-- How many people of a block are on an organisation's list.
create table patchwork_member (
    id       integer primary key,
    table_id integer not null references patchwork_table (id) on delete cascade,
    code     text not null,                        -- the organisation's
    block    text not null,
    people   double not null
);
create index patchwork_member_of on patchwork_member (table_id);

-- Postcodes. Easting and northing in metres, EPSG:27700.
create table patchwork_postcode (
    id       integer primary key,
    table_id integer not null references patchwork_table (id) on delete cascade,
    postcode text not null,
    easting  double not null,
    northing double not null,
    ending   text,                                 -- null: not said; 'in use', 'ended', or the day on which it ended
    unique (table_id, postcode)
);

insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema
    where type = 'table' and name glob 'patchwork_*' and name not in (select table_name from gpkg_contents);
