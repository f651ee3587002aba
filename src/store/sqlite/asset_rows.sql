select asset_id, source_id, name, kind, status, precision, placed_by, address, postcode, uprn, phone, email, website,
       contact_confirmed, opening_hours, accessibility, organisation, commissioner, run_by, can_meet_here, capacity, at, serves,
       last_verified, listed_until, notes, geom
from {table}
where table_id = :table_id
order by asset_id;
