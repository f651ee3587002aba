select id, edition, revision, declared_from, declared_until, valid_from, valid_until, amends,
       source, publisher, licence, attribution, extract_date, resolution, clipped_to_coast, reference
from patchwork_edition
where layer = :layer and status = 'current'
-- Oldest first, those without a first day before all; an amendment after what it amends.
order by valid_from nulls first, amends nulls first, edition;
