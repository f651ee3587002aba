insert into patchwork_list_layer (layer, title, singular, family, display_order, visibility, description)
    values (:layer, :title, :singular, :family, :display_order, :visibility, :description)
on conflict (layer) do update set
    title = excluded.title, singular = excluded.singular, family = excluded.family,
    display_order = excluded.display_order, visibility = excluded.visibility, description = excluded.description;
