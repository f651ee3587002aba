-- Scenarios: ways to divide some ground into areas, made of whole areas of layers. A row a version; replaced and removed ones
-- are kept, so that a reference can be checked, until they are pruned.
create table patchwork_scenario (
    id          integer primary key,
    scenario    text not null collate nocase,      -- its name, as it is shown
    version     integer not null,
    state       text not null,                     -- current, replaced, removed
    title       text not null,
    purpose     text not null,                     -- council, neighbourhood-team, place, other
    status      text not null,                     -- working, submitted, consulted, decided, ...
    visibility  text not null,                     -- public, signed-in
    vesting_day date,                              -- first day of its areas, expected or settled
    content     text not null,                     -- everything else that is said of it: JSON
    unique (scenario, version)
);
create unique index patchwork_scenario_current on patchwork_scenario (scenario) where state = 'current';

-- The areas of a scenario, in their order.
create table patchwork_scenario_area (
    id          integer primary key,
    scenario_id integer not null references patchwork_scenario (id) on delete cascade,
    position    integer not null,                  -- from 0
    name        text not null,
    unique (scenario_id, position)
);

-- What they are made of.
create table patchwork_scenario_component (
    id          integer primary key,
    scenario_id integer not null references patchwork_scenario (id) on delete cascade,
    layer       text not null,                     -- LAYER or LAYER@EDITION
    code        text not null,
    area        integer,                           -- the area's position; null: in no area
    confidence  text not null                      -- stated, inferred
);
create index patchwork_scenario_component_of on patchwork_scenario_component (scenario_id);

insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema
    where type = 'table' and name glob 'patchwork_*' and name not in (select table_name from gpkg_contents);
