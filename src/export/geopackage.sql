-- One layer in a new GeoPackage, with what is said about it.

create table "{layer}" (
    fid         integer primary key autoincrement not null,
    code        text,                             -- GSS or ODS code; null where there is none
    name        text not null,
    id          text not null,                    -- permanent: slug of layer and name
    edition     text not null,
    valid_from  date,                             -- first day in force; null while open
    valid_until date,                             -- first day no longer in force; null while open
    inferred    boolean not null,
    note        text,
    area_m2     double not null,
    geom        multipolygon not null             -- EPSG:27700
);

insert into gpkg_contents (table_name, data_type, identifier, srs_id) values ('{layer}', 'features', '{layer}', 27700);
insert into gpkg_geometry_columns values ('{layer}', 'geom', 'MULTIPOLYGON', 27700, 0, 0);

-- GeoPackage 1.3, annexes F.3 and F.8.
insert into gpkg_extensions values
    ('{layer}', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'),
    ('gpkg_metadata', null, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'),
    ('gpkg_metadata_reference', null, 'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write');

create table gpkg_metadata (
    id              integer primary key autoincrement not null,
    md_scope        text not null default 'dataset',
    md_standard_uri text not null,
    mime_type       text not null default 'text/xml',
    metadata        text not null default ''
);

create table gpkg_metadata_reference (
    reference_scope text not null,
    table_name      text,
    column_name     text,
    row_id_value    integer,
    timestamp       datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    md_file_id      integer not null,
    md_parent_id    integer,
    constraint crmr_mfi_fk foreign key (md_file_id) references gpkg_metadata (id),
    constraint crmr_mpi_fk foreign key (md_parent_id) references gpkg_metadata (id)
);
