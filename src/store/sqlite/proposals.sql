-- What residents draw. Nothing of who they are is kept: no account, no address. A private edit link is kept as a BLAKE3 hash.
create table if not exists patchwork_proposal (
    id                integer primary key autoincrement,
    proposal_id       text not null unique,       -- what it goes by among moderators; no secret
    secret_hash       text unique,                -- of the edit link; null for those that a moderator entered
    state             text not null check (state in ('draft', 'proposed', 'published', 'declined', 'withdrawn')),
    revision          integer not null,           -- goes up with every change
    version           integer not null,           -- the newest
    published_version integer,                    -- the one on the map
    published_at      datetime,
    area_id           text unique,                -- what it goes by on the map, for good
    grouped_as        text,                       -- the name under which a moderator counts it
    reason            text,                       -- why it was declined
    route             text not null check (route in ('online', 'workshop', 'paper', 'library')),
    licence           text,
    created_at        datetime not null,
    changed_at        datetime not null
);
create index if not exists patchwork_proposal_state on patchwork_proposal (state);

-- An edit is a new version; the old one is kept.
create table if not exists patchwork_proposal_version (
    id       integer primary key,
    proposal integer not null references patchwork_proposal (id) on delete cascade,
    number   integer not null,
    name     text not null,
    why      text not null,
    tags     text not null,                       -- JSON, a list of texts
    geom     blob,                                -- GeoPackage MultiPolygon, EPSG:27700; null while nothing is drawn
    at       datetime not null,
    unique (proposal, number)
);

insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema
    where type = 'table' and name glob 'patchwork_*' and name not in (select table_name from gpkg_contents);
