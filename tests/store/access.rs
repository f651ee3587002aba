//! Tokens, sessions, the audit trail and reports.

use jiff::{SignedDuration, Timestamp};
use patchwork::access::{
    MOST_SESSIONS_OF_A_TOKEN, NewAuditEntry, NewReport, NewSession, NewToken, Outcome, ReportId, Role,
    Secret, TokenId, TokenText,
};

use super::*;

fn noon() -> Timestamp {
    "2026-03-31T12:00:00Z".parse().unwrap()
}

fn token(store: &dyn Store, role: Role, name: Option<&str>) -> TokenText {
    let text = TokenText::random();
    let (id, hash, name) = (text.id.clone(), text.secret.hash(), name.map(str::to_owned));
    store.put_token(&NewToken { id, hash, role, name, created: noon() }).unwrap();
    text
}

fn session(store: &dyn Store, token: &TokenId, hours: (i64, i64)) -> Secret {
    let secret = Secret::random();
    let [created, expires] = [hours.0, hours.1].map(|hours| noon() + SignedDuration::from_hours(hours));
    let (hash, token) = (secret.hash(), token.clone());
    store.put_session(&NewSession { hash, token, created, expires }).unwrap();
    secret
}

#[test]
fn a_token_is_kept_without_its_secret_and_can_be_revoked_once() {
    on_every_backend(|open| {
        let ann = token(&*open(), Role::Moderator, Some("Ann"));
        let other = token(&*open(), Role::Admin, None);
        let kept = open().tokens().unwrap();
        assert_eq!(kept.iter().map(|token| token.id.clone()).collect::<Vec<_>>(), [ann.id.clone(), other.id]);
        assert_eq!(
            (kept[0].role, kept[0].name.as_deref(), kept[0].created),
            (Role::Moderator, Some("Ann"), noon())
        );
        assert!(kept[0].admits(&ann) && !kept[1].admits(&ann));

        let later = noon() + SignedDuration::from_hours(1);
        assert_eq!([0, 1].map(|_| open().revoke_token(&ann.id, later).unwrap()), [true, false]);
        let revoked = open().token(&ann.id).unwrap().unwrap();
        assert_eq!((revoked.revoked, revoked.admits(&ann)), (Some(later), false));
        assert_eq!(open().token(&TokenText::random().id).unwrap(), None);
    });
}

#[test]
fn the_file_holds_neither_the_secret_of_a_token_nor_that_of_a_session() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    let text = token(&store, Role::Admin, None);
    let secret = session(&store, &text.id, (0, 1));
    store.backup(&folder.path().join("copy.gpkg")).unwrap();
    let bytes = std::fs::read(folder.path().join("copy.gpkg")).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(text.id.as_str()) && holds(&text.secret.hash().written()));
    assert!(!holds(&text.secret.written()) && !holds(&secret.written()));
}

#[test]
fn a_session_ends_on_request_with_its_token_and_with_its_time() {
    on_every_backend(|open| {
        let text = token(&*open(), Role::Contributor, None);
        let [first, second] = [(0, 12), (0, 2)].map(|hours| session(&*open(), &text.id, hours));
        let found = open().session(&second.hash()).unwrap().unwrap();
        assert_eq!(found.token.id, text.id);
        let after = |hours: i64| noon() + SignedDuration::from_hours(hours);
        assert!(found.holds_at(after(1)) && !found.holds_at(after(2)));

        open().end_session(&first.hash()).unwrap();
        assert!(open().session(&first.hash()).unwrap().is_none());
        open().revoke_token(&text.id, after(1)).unwrap();
        assert!(open().session(&second.hash()).unwrap().is_none());
    });
}

#[test]
fn a_token_has_a_bounded_number_of_sessions_and_those_that_expired_go() {
    on_every_backend(|open| {
        let store = open();
        let text = token(&*store, Role::Contributor, None);
        let expired = session(&*store, &text.id, (0, 1));
        let many: Vec<Secret> =
            (0..=MOST_SESSIONS_OF_A_TOKEN).map(|_| session(&*store, &text.id, (2, 14))).collect();
        assert!(store.session(&expired.hash()).unwrap().is_none());
        let left = many.iter().filter(|secret| store.session(&secret.hash()).unwrap().is_some()).count();
        assert_eq!(left, MOST_SESSIONS_OF_A_TOKEN as usize);
        assert!(store.session(&many[0].hash()).unwrap().is_none(), "the oldest goes first");
    });
}

#[test]
fn changes_are_remembered_latest_first_and_page_by_page() {
    on_every_backend(|open| {
        let store = open();
        let ann = token(&*store, Role::Admin, Some("Ann"));
        let entry = |subject: &str| NewAuditEntry {
            at: noon(),
            token: Some(ann.id.clone()),
            action: "asset.close".to_owned(),
            subject: subject.to_owned(),
            before: Some(r#"{"status":"open"}"#.to_owned()),
            after: None,
        };
        for subject in ["a", "b", "a"] {
            store.note_change(&entry(subject)).unwrap();
        }
        let subjects = |subject: Option<&str>, before: Option<i64>, limit: u32| {
            let changes = store.changes(subject, before, limit).unwrap();
            changes.into_iter().map(|change| change.entry.subject).collect::<Vec<_>>()
        };
        assert_eq!(subjects(None, None, 2), ["a", "b"]);
        let last = store.changes(None, None, 2).unwrap().pop().unwrap();
        assert_eq!(subjects(None, Some(last.number), 2), ["a"]);
        assert_eq!(subjects(Some("a"), None, 9), ["a", "a"]);
        assert_eq!((last.name.as_deref(), last.entry), (Some("Ann"), entry("b")));
    });
}

#[test]
fn a_report_waits_until_it_is_settled_and_only_so_many_wait() {
    on_every_backend(|open| {
        let store = open();
        let ann = token(&*store, Role::Moderator, None);
        let report = |text: &str| NewReport { asset: "list:1".to_owned(), text: text.to_owned(), at: noon() };
        let put = |text: &str| store.put_report(&report(text), 2).unwrap();
        let (first, second) = (put("shut").unwrap(), put("moved").unwrap());
        assert_eq!(put("one too many"), None);
        let waiting = |after: i64| -> Vec<ReportId> {
            store.reports(false, after, 9).unwrap().iter().map(|report| report.id).collect()
        };
        assert_eq!((waiting(0), waiting(first.0)), (vec![first, second], vec![second]));

        let settle = || store.settle_report(first, Outcome::Corrected, noon(), &ann.id).unwrap();
        assert_eq!((settle(), settle()), (true, false));
        assert_eq!(waiting(0), [second]);
        let settled = store.reports(true, 0, 9).unwrap();
        assert_eq!(settled[0].report, report("shut"));
        assert_eq!(settled[0].settled, Some((Outcome::Corrected, noon(), ann.id.clone())));
        assert_eq!(store.report_of(second).unwrap().unwrap().settled, None);
        assert!(put("now there is room").is_some());
    });
}
