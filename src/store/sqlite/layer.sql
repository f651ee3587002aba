-- One row per area per period. A boundary change ends a row and starts another.
create table "{layer}" (                          -- a feature table that GIS tools open as it is
    fid         integer primary key autoincrement not null,
    area_id     text not null,                    -- permanent: slug of layer and name
    code        text,                             -- GSS or ODS code; null where there is none
    name        text not null,
    edition     text not null,
    valid_from  date,                             -- first day in force; null while open
    valid_until date,                             -- first day no longer in force; null while open
    inferred    boolean not null default 0,       -- put together here from an announcement
    note        text,                             -- what is to be said about it
    geom        multipolygon not null,            -- GeoPackage MultiPolygon, EPSG:27700
    unique (edition, area_id),
    check (valid_until is null or valid_from < valid_until)
);

insert into gpkg_contents (table_name, data_type, identifier, srs_id) values ('{layer}', 'features', '{layer}', 27700);
insert into gpkg_geometry_columns values ('{layer}', 'geom', 'MULTIPOLYGON', 27700, 0, 0);
insert into gpkg_extensions values
    ('{layer}', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
