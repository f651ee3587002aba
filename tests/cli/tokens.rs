//! `patchwork token`.

use crate::{desk::Desk, shapes::two_wards};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk
}

#[test]
fn a_token_is_shown_once_and_listed_without_its_secret() {
    let desk = desk();
    let token = desk.answer(&["token", "create", "--role", "moderator", "--name", "Ann"]);
    let parts: Vec<&str> = token.trim_end().splitn(3, '_').collect();
    assert_eq!((parts[0], parts[1].len(), parts[2].len()), ("pw", 8, 43), "{token}");
    let list = desk.answer(&["token", "list", "--format", "csv"]);
    let row = list.lines().nth(1).unwrap();
    assert!(row.starts_with(&format!("{},moderator,Ann,20", parts[1])), "{list}");
    assert!(!list.contains(parts[2]), "{list}");
}

#[test]
fn a_token_is_revoked_by_its_id() {
    let desk = desk();
    let token = desk.answer(&["token", "create", "--role", "planner"]);
    let id = token.split('_').nth(1).unwrap();
    assert_eq!(desk.answer(&["token", "revoke", id]), format!("{id} is revoked\n"));
    assert_eq!(desk.answer(&["token", "revoke", id]), format!("{id} was revoked already\n"));
    let json: serde_json::Value =
        serde_json::from_str(&desk.answer(&["token", "list", "--format", "json"])).unwrap();
    assert!(json[0]["revoked"].is_string(), "{json}");
}

#[test]
fn what_names_no_token_and_no_role_is_refused() {
    let desk = desk();
    assert!(desk.refusal(&["token", "revoke", "22222222"]).contains("there is no token 22222222"));
    let whole = desk.answer(&["token", "create", "--role", "admin"]);
    let said = desk.refusal(&["token", "revoke", whole.trim_end()]);
    assert!(said.contains("no id of a token") && !said.contains(whole.trim_end()), "{said}");
    let said = desk.run(&["token", "create", "--role", "king"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("there are contributor, moderator, planner and admin"), "{said:?}");
    assert!(desk.refusal(&["token", "create", "--role", "admin", "--name", "a\nb"]).contains("on one line"));
}
