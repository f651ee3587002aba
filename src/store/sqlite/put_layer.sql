insert into patchwork_layer (layer, title, singular, family, display_order, visibility, description, last_change)
    values (:layer, :title, :singular, :family, :display_order, :visibility, :description, :now)
on conflict (layer) do update set
    title = excluded.title, singular = excluded.singular, family = excluded.family,
    display_order = excluded.display_order, visibility = excluded.visibility, description = excluded.description,
    last_change = excluded.last_change;
