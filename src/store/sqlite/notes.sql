select area_id, from_day, text
from patchwork_note join patchwork_edition on patchwork_edition.id = edition_id
where layer = :layer and status = 'current' and (:besides is null or edition <> :besides)
order by from_day nulls first, patchwork_note.id;
