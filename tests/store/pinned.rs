//! Layers as some of their releases had them, replaced ones among them.

use super::*;

fn pinned(store: &dyn Store, references: &[&str]) -> Option<LayerContents> {
    let references: Vec<String> = references.iter().map(|&reference| reference.to_owned()).collect();
    store.read_pinned(&"wards".parse().unwrap(), &references).unwrap()
}

fn amending(id: &str, from: Date, areas: Vec<NewArea>) -> NewEdition {
    let mut new = edition("wards", id, Some(from), areas);
    new.amends = Some("2024".parse().unwrap());
    new
}

#[test]
fn a_replaced_release_is_read_back_as_it_was_until_it_is_pruned() {
    on_every_backend(|open| {
        let first = open().put_edition(&two_wards("2024", None)).unwrap().reference;
        let stood = wards(&*open());
        let second = edition("wards", "2024", None, vec![area("X1", "Mill", 5)]);
        let second = open().put_edition(&second).unwrap().reference;

        let read = pinned(&*open(), &[&first]).unwrap();
        assert_eq!(versions(&read), versions(&stood));
        assert_eq!(read.layer, stood.layer);
        for (read, stood) in read.areas.iter().zip(&stood.areas) {
            assert_eq!((&read.id, &read.code, &*read.region), (&stood.id, &stood.code, &*stood.region));
        }
        let [state] = &read.editions[..] else { panic!("{:?}", read.editions) };
        assert_eq!((&state.edition.reference, state.edition.revision), (&first, 0));
        // The first digits will do.
        assert_eq!(pinned(&*open(), &[&first[..8]]).unwrap().areas.len(), 2);
        assert_eq!(pinned(&*open(), &[&second]).unwrap().areas.len(), 1);
        assert_ne!(pinned(&*open(), &[&second]).unwrap().stamp, read.stamp);

        open().prune().unwrap();
        assert!(pinned(&*open(), &[&first]).is_none());
        assert_eq!(pinned(&*open(), &[&second]).unwrap().areas.len(), 1);
        assert!(pinned(&*open(), &[&second, &first]).is_none(), "one of two is gone");
    });
}

#[test]
fn content_that_has_come_back_is_the_current_one() {
    on_every_backend(|open| {
        let first = open().put_edition(&two_wards("2024", None)).unwrap().reference;
        open().put_edition(&edition("wards", "2024", None, vec![area("X1", "Mill", 5)])).unwrap();
        open().put_edition(&two_wards("2024", None)).unwrap();
        let read = pinned(&*open(), &[&first]).unwrap();
        assert_eq!((read.editions[0].edition.revision, read.areas.len()), (2, 2));
        open().prune().unwrap();
        assert!(pinned(&*open(), &[&first]).is_some());
    });
}

#[test]
fn what_came_later_says_nothing_about_the_time_of_pinned_releases() {
    on_every_backend(|open| {
        let old = open().put_edition(&two_wards("2024", Some(date(2024, 5, 2)))).unwrap().reference;
        let new = open().put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap().reference;
        let until = |references: &[&str]| -> Vec<Option<Date>> {
            let read = pinned(&*open(), references).unwrap();
            read.editions.iter().map(|state| state.period.until()).collect()
        };
        assert_eq!(until(&[&old]), [None]);
        // Beside each other the later ends the earlier, in whichever order they are asked for.
        assert_eq!(until(&[&new, &old]), [Some(date(2025, 5, 1)), None]);
    });
}

#[test]
fn an_amendment_ends_what_it_redraws_where_both_are_pinned() {
    on_every_backend(|open| {
        let base = open().put_edition(&two_wards("2024", Some(date(2024, 5, 2)))).unwrap().reference;
        let mut first = amending("2024a", date(2025, 1, 1), vec![area("X1", "Mill", 3)]);
        first.ends = vec![id("wards-quay")];
        let first = open().put_edition(&first).unwrap().reference;
        let second = amending("2024b", date(2025, 2, 1), vec![area("X1", "Mill", 4)]);
        let second = open().put_edition(&second).unwrap().reference;
        let in_force = |references: &[&str], on: Date| -> Vec<String> {
            let read = pinned(&*open(), references).unwrap();
            let areas = read.areas.iter().filter(|area| area.period.covers(on));
            let mut told: Vec<_> = areas.map(|area| format!("{} {}", area.name, area.edition)).collect();
            told.sort();
            told
        };
        let (before, after) = (date(2024, 12, 31), date(2025, 3, 1));
        assert_eq!(in_force(&[&base], after), ["Mill 2024", "Quay 2024"]);
        assert_eq!(in_force(&[&base, &first], before), ["Mill 2024", "Quay 2024"]);
        assert_eq!(in_force(&[&base, &first], after), ["Mill 2024a"]);
        assert_eq!(in_force(&[&base, &first, &second], after), ["Mill 2024b"]);
        // The second alone beside the base: nobody ends Quay.
        assert_eq!(in_force(&[&base, &second], after), ["Mill 2024b", "Quay 2024"]);
        assert_eq!(in_force(&[&second], after), ["Mill 2024b"]);
    });
}

#[test]
fn a_replaced_amendment_still_ends_what_it_named() {
    on_every_backend(|open| {
        let base = open().put_edition(&two_wards("2024", None)).unwrap().reference;
        let mut first = amending("2024a", date(2025, 1, 1), vec![area("X1", "Mill", 3)]);
        first.ends = vec![id("wards-quay")];
        let first = open().put_edition(&first).unwrap().reference;
        open().put_edition(&amending("2024a", date(2025, 1, 1), vec![area("X1", "Mill", 6)])).unwrap();
        let read = pinned(&*open(), &[&base, &first]).unwrap();
        let quay = read.areas.iter().find(|area| area.name == "Quay").unwrap();
        assert_eq!(quay.period.until(), Some(date(2025, 1, 1)));
    });
}

#[test]
fn what_was_never_there_is_not_kept() {
    on_every_backend(|open| {
        assert!(pinned(&*open(), &["0123456789ab"]).is_none());
        let first = open().put_edition(&two_wards("2024", None)).unwrap().reference;
        assert!(pinned(&*open(), &["0123456789ab"]).is_none());
        assert!(pinned(&*open(), &[&format!("{first}0")]).is_none());
        let of_another = open().read_pinned(&"districts".parse().unwrap(), &[first]).unwrap();
        assert!(of_another.is_none());
    });
}
