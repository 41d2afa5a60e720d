//! Levels that pass are tried in other orders, if that is asked for.

use serde_json::Value;

use crate::kit::{graded_in, level, orders_kit, reasons, reference, submission, write};

#[test]
fn a_level_that_passes_is_tried_in_other_orders_if_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("alice/katas/tiny.rs"), &reference());
    let folder = folder.path().to_str().expect("plain text");
    let grade = |explore: &[&str]| -> Value {
        let (code, grade) = graded_in(orders_kit(), &[&[folder, "--seed", "1"], explore].concat());
        assert_eq!(code, Some(i32::from(!explore.is_empty())), "{grade:#}");
        grade
    };
    let usual = grade(&[]);
    assert_eq!(reasons(level(submission(&usual, "alice"), "pair")), ["ok"]);
    assert_eq!(usual["limits"].get("explore"), None);

    let explored = grade(&["--explore", "12"]);
    let alice = submission(&explored, "alice");
    assert_eq!(explored["limits"]["explore"], 12);
    assert_eq!(reasons(level(alice, "total")), ["ok"]);
    assert_eq!(reasons(level(alice, "pair")), ["assert"]);
    let claims = level(alice, "pair")["claims"].as_array().expect("claims");
    let failed: Vec<&Value> = claims.iter().filter(|claim| claim["status"] != "pass").collect();
    let [failed] = failed[..] else { panic!("{alice:#}") };
    let order = failed["order"].as_u64().expect("an order");
    let seen = failed["seen"].as_str().expect("what was seen");
    assert!(failed["id"] == "tiny::pair::job_0_ends_first" && (1..13).contains(&order), "{failed:#}");
    assert!(seen.ends_with(&format!(
        "; this was order {order} of what is ready at once; in the usual order the claim holds"
    )));
    // Repeated, and of other orders there are others.
    let again = grade(&["--explore", "12"]);
    assert_eq!(level(submission(&again, "alice"), "pair"), level(alice, "pair"));
}
