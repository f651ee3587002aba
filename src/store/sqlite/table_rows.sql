select id, kind, key, name, blocks, scope, edition, revision, declared_from, declared_until,
       source, publisher, licence, attribution, extract_date, reference
from patchwork_table
where (:current and status = 'current' and (:kind is null or kind = :kind) and (:key is null or key = :key))
   or (not :current and substr(reference, 1, length(:key)) = :key)
order by kind, key, declared_from nulls first, edition, revision desc;
