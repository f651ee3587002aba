-- Everything that an amending edition ends: what it redraws, and what it names.
select area_id from "{layer}" where edition = :edition
union
select area_id from patchwork_end where edition_id = :edition_id;
