-- A new store: the tables that make a GeoPackage 1.3 of the file, then our own.
-- Layers come later, each with its table (layer.sql).

pragma application_id = 0x47504B47;               -- "GPKG"
pragma user_version = 10300;                      -- GeoPackage 1.3; our own number is in patchwork_schema

create table gpkg_spatial_ref_sys (
    srs_name                 text not null,
    srs_id                   integer not null primary key,
    organization             text not null,
    organization_coordsys_id integer not null,
    definition               text not null,
    description              text
);

insert into gpkg_spatial_ref_sys values
    ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
     'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid'),
    ('OSGB36 / British National Grid', 27700, 'EPSG', 27700,
     'PROJCS["OSGB36 / British National Grid",GEOGCS["OSGB36",DATUM["Ordnance_Survey_of_Great_Britain_1936",SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4277"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]',
     'easting/northing in metres');

create table gpkg_contents (
    table_name  text not null primary key,
    data_type   text not null,
    identifier  text unique,
    description text default '',
    last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x       double,
    min_y       double,
    max_x       double,
    max_y       double,
    srs_id      integer,
    constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

create table gpkg_geometry_columns (
    table_name         text not null,
    column_name        text not null,
    geometry_type_name text not null,
    srs_id             integer not null,
    z                  tinyint not null,
    m                  tinyint not null,
    constraint pk_geom_cols primary key (table_name, column_name),
    constraint uk_gc_table_name unique (table_name),
    constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id)
);

create table gpkg_extensions (
    table_name     text,
    column_name    text,
    extension_name text not null,
    definition     text not null,
    scope          text not null,
    constraint ge_tce unique (table_name, column_name, extension_name)
);

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
