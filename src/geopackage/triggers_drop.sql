drop trigger if exists "rtree_{layer}_geom_insert";
drop trigger if exists "rtree_{layer}_geom_update1";
drop trigger if exists "rtree_{layer}_geom_update2";
drop trigger if exists "rtree_{layer}_geom_update3";
drop trigger if exists "rtree_{layer}_geom_update4";
drop trigger if exists "rtree_{layer}_geom_delete";
