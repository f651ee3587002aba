-- The entries of a list that is replaced leave the feature table.
insert into patchwork_revision_asset
    select null, table_id, list, edition, asset_id, source_id, name, kind, status, precision, placed_by, address, postcode, uprn,
           phone, email, website, contact_confirmed, opening_hours, accessibility, organisation, commissioner, run_by,
           can_meet_here, capacity, at, serves, last_verified, listed_until, notes, geom
    from patchwork_assets where table_id = ?1;
