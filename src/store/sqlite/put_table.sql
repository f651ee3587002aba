insert into patchwork_table (
    kind, key, name, blocks, scope, edition, revision, status, declared_from, declared_until,
    source, publisher, licence, attribution, extract_date, reference, fingerprint, report
) values (
    :kind, :key, :name, :blocks, :scope, :edition, :revision, 'current', :declared_from, :declared_until,
    :source, :publisher, :licence, :attribution, :extract_date, :reference, :fingerprint, :report
);
