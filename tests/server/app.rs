//! `app`: users are created and found again, over a real connection.

use std::net::SocketAddr;

use axum::Router;
use futures::FutureExt;
use futures::future::join_all;
use rstest::rstest;
use serde_json::{Value, json};
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{
    Browser, Reply, Running, addr_of, listener, on_another_thread, request, shown, start,
};

#[claim(stage)]
#[tokio::test]
async fn a_new_user_is_answered_with_201_and_an_id() {
    let (addr, _server) = serve(app());
    create(addr, 1, "Ada", CREATED).await;
}

#[claim(stage)]
#[tokio::test]
async fn a_user_is_found_again() {
    let (addr, _server) = serve(app());
    create(addr, 1, "Ada", CREATED).await;
    expect_found(addr, 1, "Ada", NOT_KEPT).await;
    expect_found(addr, 1, "Ada", "a user that is removed when it is asked for").await;
    create(addr, 2, "Grace", IDS).await;
    expect_found(addr, 2, "Grace", NOT_KEPT).await;
}

/// Names that break hand-made JSON, and names that are equal.
#[claim(stage)]
#[tokio::test]
async fn a_name_is_any_text() {
    let (addr, _server) = serve(app());
    let long = "long ".repeat(2000);
    let names =
        ["", " ", "O'Brien \"Bob\" \\", "two\nlines\tand\u{0}", "日本 🦀", "Ada", "Ada", "7", "null", &long];
    for (name, id) in names.iter().zip(1..) {
        create(addr, id, name, ANY_NAME).await;
    }
    for (name, id) in names.iter().zip(1..) {
        expect_found(addr, id, name, NOT_KEPT).await;
    }
}

/// JSON in another form: an escape, blanks between the tokens.
#[claim(stage)]
#[tokio::test]
async fn json_is_read_as_json() {
    let (addr, _server) = serve(app());
    let answer = post(addr, b" { \"name\"\n:\t\"Ren\\u00e9 \\\"R.\\\"\" } ").await;
    let user = json!({ "id": 1, "name": "René \"R.\"" });
    expect_answer(
        "POST /users",
        &answer,
        201,
        &user,
        "a name cut out of the text by hand: let serde read it",
    );
}

#[rstest]
#[case::before_anyone("1")]
#[case::zero("0")]
#[case::one_more_than_32_bits_hold("4294967297")]
#[case::the_greatest("18446744073709551615")]
#[claim(stage)]
#[tokio::test]
async fn an_unknown_user_is_404(#[case] id: &'static str) {
    let (addr, _server) = serve(app());
    expect_not_found(addr, id).await;
    create(addr, 1, "Ada", CREATED).await;
    expect_not_found(addr, if id == "1" { "2" } else { id }).await;
}

#[rstest]
#[case::letters("ada")]
#[case::half_a_number("1x")]
#[case::nothing_like_it("%20")]
#[claim(stage)]
#[tokio::test]
async fn an_id_that_is_no_number_is_a_4xx(#[case] id: &'static str) {
    let (addr, _server) = serve(app());
    create(addr, 1, "Ada", CREATED).await;
    let answer = get(addr, id).await;
    let cause = match answer.status {
        500.. => {
            "an error answered as if it were the server's (5xx): the extractor Path<u64> answers with a 400"
        }
        _ => "some user's id in the place of one that is no number (unwrap_or): Path<u64> answers with a 400",
    };
    expect_status(&format!("GET /users/{id}"), &answer, &client_errors(), cause);
}

#[rstest]
#[case::no_json(b"name=Ada")]
#[case::cut_short(br#"{"name": "Ada""#)]
#[case::two_values(br#"{"name": "Ada"} {}"#)]
#[case::empty(b"")]
#[case::not_utf_8(b"{\"name\": \"\xff\"}")]
#[case::no_object(b"\"Ada\"")]
#[case::no_name(b"{}")]
#[case::other_name(br#"{"Name": "Ada"}"#)]
#[case::null(br#"{"name": null}"#)]
#[case::a_number(br#"{"name": 7}"#)]
#[case::a_list(br#"{"name": ["Ada"]}"#)]
#[claim(stage)]
#[tokio::test]
async fn a_bad_body_is_a_4xx_and_creates_nobody(#[case] body: &'static [u8]) {
    let (addr, _server) = serve(app());
    let what = format!("POST /users with the body {}", shown(body));
    let refused = post(addr, body).await;
    expect_status(&what, &refused, &client_errors(), if refused.status < 300 { TAKEN } else { BAD_BODY });
    expect_status("GET /users/1 after it", &get(addr, "1").await, &[404], BURNT);
    create(addr, 1, "Ada", BURNT).await;
    expect_status(&what, &post(addr, body).await, &client_errors(), BAD_BODY);
    create(addr, 2, "Grace", BURNT).await;
}

/// Two apps at the same time, and a third later.
#[claim(stage)]
#[tokio::test]
async fn each_app_has_a_state_of_its_own() {
    let (one, _first) = serve(app());
    let (other, _second) = serve(app());
    create(one, 1, "Ada", SHARED).await;
    create(one, 2, "Grace", SHARED).await;
    expect_status("GET /users/1 of another app", &get(other, "1").await, &[404], SHARED);
    create(other, 1, "Barbara", SHARED).await;
    expect_found(one, 1, "Ada", SHARED).await;
    let (third, _third) = serve(app());
    create(third, 1, "Radia", SHARED).await;
}

/// 60 clients at once get the ids from 1 to 60, each with the name that was sent.
#[claim(stage)]
#[tokio::test]
async fn many_may_create_at_the_same_time() {
    let (addr, _server) = serve(app());
    let answers = join_all((0..60).map(async |number: u64| {
        let body = json!({ "name": format!("user {number}") }).to_string();
        post(addr, body.as_bytes()).await
    }))
    .await;
    let mut ids = Vec::new();
    for (number, answer) in answers.iter().enumerate() {
        let what = format!("POST /users, one of 60 at once, number {number}");
        expect_status(&what, answer, &[201], CREATED);
        let id = serde_json::from_slice::<Value>(&answer.body).ok().and_then(|user| user["id"].as_u64());
        let id = id.unwrap_or_default();
        expect_answer(&what, answer, 201, &json!({ "id": id, "name": format!("user {number}") }), JSON);
        expect_found(addr, id, &format!("user {number}"), IDS).await;
        ids.push(id);
    }
    ids.sort_unstable();
    expect_eq("the ids of 60 users", &ids, &(1..=60).collect(), IDS);
}

/// Twelve hundred users, one after the other on one connection: each has an id that no other has, and each
/// is found again.
#[claim(stage)]
#[tokio::test]
async fn no_id_is_given_twice_however_many_users() {
    const SMALL: &str =
        "an id of a small type that starts again (u8, a mask, a remainder): ids go on, 1, 2, 3, …";
    const CAUSE: &str =
        "room for a fixed number of users, where a new one pushes out an old one: ids go on, 1, 2, 3, …";
    let (addr, _server) = serve(app());
    let mut client = Browser::connect("client 0", addr).await;
    for number in 1..=1200 {
        let name = format!("user {number}");
        client.send("POST", "/users", json!({ "name": name }).to_string().as_bytes()).await;
        let answer = client.answer(CAUSE).await;
        let user = json!({ "id": number, "name": name });
        let cause = if u32::is_power_of_two(number) { SMALL } else { CAUSE };
        expect_answer(&format!("POST /users {name:?}"), &answer, 201, &user, cause);
    }
    for number in [1, 2, 255, 256, 257, 511, 512, 999, 1000, 1001, 1024, 1025, 1200] {
        expect_found(addr, number, &format!("user {number}"), CAUSE).await;
    }
}

/// Four requests on one connection, a bad one among them.
#[claim(stage)]
#[tokio::test]
async fn one_connection_serves_many_requests() {
    const CAUSE: &str = "a connection that ends after one request, or state that is kept per connection";
    let (addr, _server) = serve(app());
    let mut client = Browser::connect("client 0", addr).await;
    for (method, path, body, status) in [
        ("POST", "/users", &br#"{"name": "Ada"}"#[..], 201),
        ("GET", "/users/2", b"", 404),
        ("POST", "/users", br#"{"name": "Grace"}"#, 201),
        ("GET", "/users/2", b"", 200),
    ] {
        client.send(method, path, body).await;
        let answer = client.answer(CAUSE).await;
        expect_status(&format!("{method} {path}"), &answer, &[status], CAUSE);
    }
    expect_found(addr, 1, "Ada", CAUSE).await;
}

/// The app is created on a thread without a runtime, and served later.
#[claim(stage)]
#[tokio::test]
async fn the_call_needs_no_runtime() {
    expect_needs_no_runtime(app);
    let made = on_another_thread(app);
    let (addr, _server) = serve(made.expect("it has just worked"));
    create(addr, 1, "Ada", CREATED).await;
}

/// Users with any names, and in between unknown users and bad bodies.
#[claim(stage)]
#[tokio::test]
async fn any_users_are_kept() {
    let mut rng = Rng::of_this_run();
    let (addr, _server) = serve(app());
    let mut names: Vec<String> = Vec::new();
    for _ in 0..40 {
        let count = names.len() as u64;
        match rng.pick(0..4) {
            0 => {
                let id = rng.pick(count + 1..count + 9).to_string();
                expect_not_found(addr, &id).await;
            }
            1 => expect_status("POST /users", &post(addr, b"{\"nam").await, &client_errors(), BAD_BODY),
            2 if count > 0 => {
                let id = rng.pick(1..count + 1);
                expect_found(addr, id, &names[id as usize - 1], NOT_KEPT).await;
            }
            _ => {
                names.push(rng.words(3).join(" "));
                create(addr, count + 1, &names[count as usize], IDS).await;
            }
        }
    }
}

pub static ANSWER: Answer<fn() -> Router> = Answer::new();

fn app() -> Router {
    ANSWER.get()()
}

const CREATED: &str =
    "a handler that returns the user alone answers 200: return (StatusCode::CREATED, Json(user))";
const JSON: &str = "JSON put together by hand: let serde write it";
const FIELDS: &str = "fields other than id (a number) and name: derive Serialize for User";
const FROM_ONE: &str = "ids that do not count up from 1";
const ANY_NAME: &str = "a name that is refused: any text is a name, an empty one, too";
const SAME_NAME: &str = "two users with the same name taken for one: a name is no key";
const TRIMMED: &str = "a name that is trimmed or changed: it is stored as it is";
const NO_ANSWER: &str = "a handler that panics (unwrap, expect): the connection ends without an answer";
const NOT_KEPT: &str =
    "state that each request gets a copy of: with_state clones what it is given, so give it an Arc";
const BAD_BODY: &str =
    "an error answered as if it were the server's (5xx): the extractor Json<NewUser> answers with a 4xx";
const TAKEN: &str =
    "a bad body taken for a user: with a String in NewUser, the extractor Json<NewUser> refuses it";
const BURNT: &str = "an id taken, or a user kept, before the body is known to be good";
const SHARED: &str = "a static, which all apps share: make the state in app(), and hand it to with_state";
const IDS: &str =
    "an id computed from the number of users, and the user stored only after an .await: two get the same id";
const NOT_FOUND: &str = "an unknown user that is not a 404: answer Option::None with StatusCode::NOT_FOUND";
const NULL: &str = "an Option turned into JSON, which answers 200 and null: answer 404 for None";

/// Serves `app` until the returned handle is dropped. Returns its address, too.
fn serve(app: Router) -> (SocketAddr, Running<std::io::Result<()>>) {
    let listener = listener();
    let addr = addr_of(&listener);
    (addr, start(async move { axum::serve(listener, app).await }.boxed_local()))
}

async fn post(addr: SocketAddr, body: &[u8]) -> Reply {
    request(addr, "POST", "/users", body, NO_ANSWER).await
}

async fn get(addr: SocketAddr, id: &str) -> Reply {
    request(addr, "GET", &format!("/users/{id}"), b"", NO_ANSWER).await
}

async fn expect_not_found(addr: SocketAddr, id: &str) {
    let answer = get(addr, id).await;
    let cause = if answer.status == 200 { NULL } else { NOT_FOUND };
    expect_status(&format!("GET /users/{id}"), &answer, &[404], cause);
}

/// Creates a user, which must get this id.
async fn create(addr: SocketAddr, id: u64, name: &str, cause: &str) {
    let answer = post(addr, json!({ "name": name }).to_string().as_bytes()).await;
    let what = format!("POST /users {name:?}");
    expect_answer(&what, &answer, 201, &json!({ "id": id, "name": name }), cause);
}

async fn expect_found(addr: SocketAddr, id: u64, name: &str, cause: &str) {
    let answer = get(addr, &id.to_string()).await;
    expect_answer(&format!("GET /users/{id}"), &answer, 200, &json!({ "id": id, "name": name }), cause);
}

/// The answer has this status, and its body is this JSON.
fn expect_answer(what: &str, answer: &Reply, status: u16, body: &Value, cause: &str) {
    expect_status(what, answer, &[status], cause);
    let seen = serde_json::from_slice::<Value>(&answer.body);
    expect(seen.as_ref().is_ok_and(|seen| seen == body), || {
        Failure::new(format!("{what}: the body is not the JSON of that user"))
            .expected(body.to_string())
            .seen(shown(&answer.body))
            .cause(match (cause, &seen) {
                (CREATED | ANY_NAME, Err(_)) => JSON,
                (CREATED, Ok(seen)) if seen["id"].is_u64() && seen["id"] != body["id"] => FROM_ONE,
                (CREATED, Ok(_)) => FIELDS,
                (ANY_NAME, Ok(seen)) if seen["id"] != body["id"] => SAME_NAME,
                (ANY_NAME, Ok(_)) => TRIMMED,
                (cause, _) => cause,
            })
    });
}

fn expect_status(what: &str, answer: &Reply, allowed: &[u16], cause: &str) {
    expect(allowed.contains(&answer.status), || {
        let words = match allowed {
            [one] => one.to_string(),
            _ => "a 4xx".to_owned(),
        };
        Failure::new(format!("{what}: answered with status {}, not {words}", answer.status))
            .expected(words)
            .seen(format!("{}, {}", answer.status, shown(&answer.body)))
            .cause(cause)
    });
}

/// Any status that says that the client is at fault.
fn client_errors() -> Vec<u16> {
    (400..500).collect()
}
