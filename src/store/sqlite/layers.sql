select layer, title, singular, family, display_order, visibility, patchwork_layer.description,
       patchwork_layer.last_change <> gpkg_contents.last_change as edited, gpkg_contents.last_change
from patchwork_layer join gpkg_contents on table_name = layer
where :layer is null or layer = :layer
order by layer;
