-- Assets: the lists that are current, as one feature table that GIS tools open as it is; those of replaced lists beside it.

-- What a list of assets says of itself, besides what every table says (patchwork_table).
create table patchwork_asset_list (
    id          integer primary key,
    table_id    integer not null unique references patchwork_table (id) on delete cascade,
    title       text not null,
    complete    boolean not null,                  -- a register of all there are, not some of them
    share_alike boolean not null,                  -- its licence asks that what is made with it be shared alike
    visibility  text not null
);

create table patchwork_assets (
    fid               integer primary key autoincrement not null,
    table_id          integer not null references patchwork_table (id) on delete cascade,
    list              text not null,
    edition           text not null,
    asset_id          text not null,               -- permanent
    source_id         text,                        -- what its list calls it
    name              text not null,
    kind              text not null,
    status            text not null,               -- open, closed, planned
    precision         text not null,               -- exact, area, hidden: how exactly it may be shown
    placed_by         text,                        -- given, postcode
    address           text,
    postcode          text,
    uprn              text,
    phone             text,
    email             text,
    website           text,
    contact_confirmed boolean not null,            -- may be shown although it looks like one person's
    opening_hours     text,
    accessibility     text,
    organisation      text,
    commissioner      text,
    run_by            text,
    can_meet_here     text not null,
    capacity          integer,
    at                text,                        -- the asset at which it meets
    serves            text,                        -- the area that it serves
    last_verified     date,
    listed_until      date,
    notes             text,
    geom              geometry,                    -- GeoPackage Point or MultiPolygon, EPSG:27700; null without a place
    unique (table_id, asset_id)
);
create index patchwork_assets_of on patchwork_assets (table_id);

-- The assets of replaced lists: kept so that a reference can be checked, hidden from questions.
create table patchwork_revision_asset (
    fid               integer primary key,
    table_id          integer not null references patchwork_table (id) on delete cascade,
    list              text not null,
    edition           text not null,
    asset_id          text not null,
    source_id         text,
    name              text not null,
    kind              text not null,
    status            text not null,
    precision         text not null,
    placed_by         text,
    address           text,
    postcode          text,
    uprn              text,
    phone             text,
    email             text,
    website           text,
    contact_confirmed boolean not null,
    opening_hours     text,
    accessibility     text,
    organisation      text,
    commissioner      text,
    run_by            text,
    can_meet_here     text not null,
    capacity          integer,
    at                text,
    serves            text,
    last_verified     date,
    listed_until      date,
    notes             text,
    geom              blob
);
create index patchwork_revision_asset_of on patchwork_revision_asset (table_id);

-- What people changed by hand: laid over the lists, so that it survives every import.
create table patchwork_asset_change (
    id       integer primary key autoincrement,
    asset_id text not null,
    who      text not null,
    at       datetime not null,
    what     text not null,                        -- add, correct, close, verify, suppress, restore, settle
    content  text not null                         -- JSON
);
create index patchwork_asset_change_of on patchwork_asset_change (asset_id);

insert into gpkg_contents (table_name, data_type, identifier, description, srs_id)
    values ('patchwork_assets', 'features', 'patchwork_assets', 'Assets', 27700);
insert into gpkg_geometry_columns values ('patchwork_assets', 'geom', 'GEOMETRY', 27700, 0, 0);
insert into gpkg_extensions values
    ('patchwork_assets', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema
    where type = 'table' and name glob 'patchwork_*' and name not in (select table_name from gpkg_contents);
