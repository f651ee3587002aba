insert into patchwork_place values (1, :title, :note, :west, :south, :east, :north)
on conflict (id) do update set
    title = excluded.title, note = excluded.note,
    west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north;
