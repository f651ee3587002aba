-- GeoPackage 1.3, annex F.3: they keep the R-tree right when another program edits the table. That program brings the
-- ST_ functions; plain SQLite has none, so our own writes take the triggers away and put them back.
create trigger "rtree_{layer}_geom_insert" after insert on "{layer}"
    when (new.geom not null and not ST_IsEmpty(new.geom))
begin
    insert or replace into "rtree_{layer}_geom"
        values (new.fid, ST_MinX(new.geom), ST_MaxX(new.geom), ST_MinY(new.geom), ST_MaxY(new.geom));
end;

create trigger "rtree_{layer}_geom_update1" after update of geom on "{layer}"
    when old.fid = new.fid and (new.geom notnull and not ST_IsEmpty(new.geom))
begin
    insert or replace into "rtree_{layer}_geom"
        values (new.fid, ST_MinX(new.geom), ST_MaxX(new.geom), ST_MinY(new.geom), ST_MaxY(new.geom));
end;

create trigger "rtree_{layer}_geom_update2" after update of geom on "{layer}"
    when old.fid = new.fid and (new.geom isnull or ST_IsEmpty(new.geom))
begin
    delete from "rtree_{layer}_geom" where id = old.fid;
end;

create trigger "rtree_{layer}_geom_update3" after update on "{layer}"
    when old.fid != new.fid and (new.geom notnull and not ST_IsEmpty(new.geom))
begin
    delete from "rtree_{layer}_geom" where id = old.fid;
    insert or replace into "rtree_{layer}_geom"
        values (new.fid, ST_MinX(new.geom), ST_MaxX(new.geom), ST_MinY(new.geom), ST_MaxY(new.geom));
end;

create trigger "rtree_{layer}_geom_update4" after update on "{layer}"
    when old.fid != new.fid and (new.geom isnull or ST_IsEmpty(new.geom))
begin
    delete from "rtree_{layer}_geom" where id in (old.fid, new.fid);
end;

create trigger "rtree_{layer}_geom_delete" after delete on "{layer}"
    when old.geom not null
begin
    delete from "rtree_{layer}_geom" where id = old.fid;
end;
