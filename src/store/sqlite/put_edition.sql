insert into patchwork_edition (
    layer, edition, revision, status, declared_from, declared_until, valid_from, valid_until, amends,
    source, publisher, licence, attribution, extract_date, resolution, clipped_to_coast,
    reference, fingerprint, report
) values (
    :layer, :edition, :revision, 'current', :declared_from, :declared_until, :valid_from, :valid_until, :amends,
    :source, :publisher, :licence, :attribution, :extract_date, :resolution, :clipped_to_coast,
    :reference, :fingerprint, :report
);
