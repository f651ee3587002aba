select id, edition, revision, declared_from, declared_until, valid_from, valid_until, amends,
       source, publisher, licence, attribution, extract_date, resolution, clipped_to_coast, reference, status
from patchwork_edition
where layer = :layer and substr(reference, 1, length(:reference)) = :reference
-- Content that has come back is current once more.
order by status = 'current' desc, revision desc
limit 1;
