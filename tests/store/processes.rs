//! What holds when processes die, share a store, or may not write it.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::*;

/// Tells this test binary that it is the child of a test, and which store to use.
const STORE: &str = "PATCHWORK_TEST_STORE";
/// Longer than any step here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The store that a child was given; `None` in the test itself.
fn given() -> Option<GeoPackage> {
    std::env::var_os(STORE).map(|path| GeoPackage::open(Path::new(&path)).unwrap())
}

/// Runs the same test again as another process, which does a child's part.
fn child(test: &str, store: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("processes::{test}"), "--nocapture"]).env(STORE, store);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Many areas, so that writing them takes a while.
fn a_great_many_wards() -> NewEdition {
    let areas = (0..20_000).map(|n| {
        let ground =
            region(vec![square(100_000.0 + f64::from(n % 200) * 10.0, f64::from(n / 200) * 10.0, 10.0)]);
        NewArea { code: Some(format!("Y{n}")), name: format!("Ward {n}"), inferred: false, region: ground }
    });
    edition("wards", "2024", None, areas.collect())
}

fn integrity(path: &Path) -> String {
    let database = rusqlite::Connection::open(path).unwrap();
    database.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_import_that_is_killed_half_way_leaves_the_old_edition_intact() {
    if let Some(store) = given() {
        store.put_edition(&a_great_many_wards()).unwrap();
        return;
    }
    // A machine under load may let the child finish before it is killed: then once more.
    assert!(
        (0..10).any(|_| an_import_was_killed_half_way()),
        "every import finished before it could be killed"
    );
}

/// Whether the child was killed in time; the store must be as it was then.
fn an_import_was_killed_half_way() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    store.put_edition(&two_wards("2024", None)).unwrap();
    let (stamps, before) = (store.stamps().unwrap(), wards(&store));

    let mut child = child("an_import_that_is_killed_half_way_leaves_the_old_edition_intact", &path);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.busy_timeout(Duration::ZERO).unwrap();
    let started = Instant::now();
    // Until the child holds the store; it then writes for some hundred milliseconds.
    while other.execute_batch("begin immediate; rollback;").is_ok() {
        assert!(started.elapsed() < PATIENCE, "the child never wrote");
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(Duration::from_millis(20));
    child.kill().unwrap();
    if child.wait().unwrap().success() {
        return false;
    }

    assert_eq!(store.stamps().unwrap(), stamps);
    drop((store, other));
    let store = GeoPackage::open(&path).unwrap();
    let after = wards(&store);
    assert_eq!(versions(&after), versions(&before));
    assert_eq!((after.stamp, after.editions[0].edition.revision), (before.stamp, 0));
    assert_eq!(integrity(&path), "ok");
    assert_eq!(store.put_edition(&two_wards("2024", None)).unwrap().revision, 1);
    true
}

#[test]
fn an_edition_that_was_acknowledged_is_there_after_the_process_is_killed() {
    if let Some(store) = given() {
        store.put_edition(&edition("wards", "2024", None, vec![area("X3", "Heath", 2)])).unwrap();
        println!("acknowledged");
        thread::sleep(PATIENCE);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    GeoPackage::create_or_open(&path).unwrap().put_edition(&two_wards("2024", None)).unwrap();
    let mut child = child("an_edition_that_was_acknowledged_is_there_after_the_process_is_killed", &path);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let acknowledged = lines.map_while(Result::ok).any(|line| line.contains("acknowledged"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(acknowledged, "the child did not write");
    let read = wards(&GeoPackage::open(&path).unwrap());
    assert_eq!(versions(&read), [("Heath", "2024", None)]);
    assert_eq!(read.editions[0].edition.revision, 1);
    assert_eq!(integrity(&path), "ok");
}

#[test]
fn another_process_changes_the_token_of_one_that_has_the_store_open() {
    if let Some(store) = given() {
        store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    store.put_edition(&two_wards("2024", None)).unwrap();
    let (token, stamps) = (store.change_token().unwrap(), store.stamps().unwrap());
    let test = "another_process_changes_the_token_of_one_that_has_the_store_open";
    assert!(child(test, &path).wait().unwrap().success());
    assert_ne!(store.change_token().unwrap(), token);
    assert_ne!(store.stamps().unwrap(), stamps);
    assert_eq!(wards(&store).editions.len(), 2);
}

#[test]
fn a_write_that_waits_too_long_for_another_says_so_and_questions_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    store.put_edition(&two_wards("2024", None)).unwrap();
    store.wait_at_most(Duration::from_millis(50)).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let error = store.put_edition(&two_wards("2024", None)).unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
    assert_eq!(wards(&store).areas.len(), 2);
    store.backup(&folder.path().join("copy.gpkg")).unwrap();
    other.execute_batch("rollback").unwrap();
    assert_eq!(store.put_edition(&two_wards("2024", None)).unwrap().revision, 1);
}

#[test]
fn a_full_disk_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    store.put_edition(&two_wards("2024", None)).unwrap();
    let (stamps, before) = (store.stamps().unwrap(), wards(&store));
    store.grow_to_at_most(2 << 20).unwrap();
    let error = store.put_edition(&a_great_many_wards()).unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error:?}");
    assert_eq!(store.stamps().unwrap(), stamps);
    assert_eq!(versions(&wards(&store)), versions(&before));
    assert_eq!(store.known_areas(&"wards".parse().unwrap()).unwrap().len(), 2);

    store.grow_to_at_most(u64::MAX).unwrap();
    assert_eq!(store.put_edition(&a_great_many_wards()).unwrap().revision, 1);
    assert_eq!(wards(&store).areas.len(), 20_000);
    assert_eq!(integrity(&path), "ok");
}

/// Root may write everywhere, so what others may not must be tried as somebody else.
#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_written_can_still_be_asked() {
    use std::{fs, fs::Permissions, os::unix::fs::PermissionsExt, os::unix::process::CommandExt};

    if let Some(store) = given() {
        assert_eq!(versions(&wards(&store)), [("Mill", "2024", None), ("Quay", "2024", None)]);
        assert_eq!(store.stamps().unwrap().len(), 1);
        assert_eq!(store.change_token().unwrap(), store.change_token().unwrap());
        for refused in [
            store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).map(drop),
            store.set_place(&Place::default()),
            store.prune().map(drop),
        ] {
            assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
        }
        println!("asked");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let program = folder.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let asks = |path: &Path| {
        let mut command = Command::new(&program);
        command.args([
            "--exact",
            "processes::a_store_that_may_not_be_written_can_still_be_asked",
            "--nocapture",
        ]);
        command.env(STORE, path).current_dir("/").stdin(Stdio::null());
        if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
            command.uid(65_534);
        }
        let output = command.output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("asked"), "{said}");
    };
    for open_elsewhere in [false, true] {
        let place = folder.path().join(format!("{open_elsewhere}"));
        fs::create_dir(&place).unwrap();
        let path = place.join("a #1 %41 store?.gpkg");
        let store = GeoPackage::create_or_open(&path).unwrap();
        store.put_edition(&two_wards("2024", None)).unwrap();
        // Closed, nothing lies beside the file; open, its latest commits wait in the log.
        let store = open_elsewhere.then_some(store);
        for file in fs::read_dir(&place).unwrap() {
            mode(&file.unwrap().path(), 0o444);
        }
        mode(&place, 0o555);
        mode(folder.path(), 0o755);
        asks(&path);
        drop(store);
        mode(&place, 0o755);
    }
}
