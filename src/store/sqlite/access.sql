-- Who may change what, and what was changed. Secrets are kept as BLAKE3 hashes, 64 hexadecimal digits.
create table if not exists patchwork_token (
    id          integer primary key,
    token_id    text not null unique,             -- what it goes by; no secret
    secret_hash text not null,
    role        text not null check (role in ('contributor', 'moderator', 'planner', 'admin')),
    name        text,
    created_at  datetime not null,
    revoked_at  datetime                          -- null while it holds
);

-- Browsers that have shown a token. Moments in universal time, all written alike, so they sort as text.
create table if not exists patchwork_session (
    id          integer primary key,
    secret_hash text not null unique,
    token_id    text not null references patchwork_token (token_id) on delete cascade,
    created_at  datetime not null,
    expires_at  datetime not null
);
create index if not exists patchwork_session_of on patchwork_session (token_id);

-- The audit trail: only ever added to.
create table if not exists patchwork_audit (
    id          integer primary key autoincrement,
    at          datetime not null,
    token_id    text,                             -- null: something that anybody may do
    action      text not null,
    subject     text not null,
    before_json text,
    after_json  text
);
create index if not exists patchwork_audit_of on patchwork_audit (subject);

-- What visitors say is not right. Nothing of who they are is kept.
create table if not exists patchwork_report (
    id         integer primary key autoincrement,
    asset_id   text not null,
    text       text not null,
    at         datetime not null,
    outcome    text check (outcome in ('corrected', 'unchanged', 'dismissed')),
    settled_at datetime,                          -- null while it waits
    settled_by text                               -- the token
);
create index if not exists patchwork_report_waiting on patchwork_report (settled_at);

insert into gpkg_contents (table_name, data_type, identifier)
    select name, 'attributes', name from sqlite_schema
    where type = 'table' and name glob 'patchwork_*' and name not in (select table_name from gpkg_contents);
