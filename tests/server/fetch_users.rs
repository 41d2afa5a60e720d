//! `fetch_users`: one request for each place, all at the same time, each with a result of its own.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};
use rstest::rstest;
use serde_json::json;
use tokio::time::{Instant, sleep_until};
use tokio_katas::probe::prelude::*;
use tokio_katas::probe::{Refusing, Request, Running, Site, start, waiting_for};
use tokio_katas::{FetchError, User};

use crate::gaps::Gaps;

/// One request, and then three at the same time, which are answered from the last to the first.
#[claim(stage)]
#[tokio::test]
async fn all_are_asked_for_at_the_same_time() {
    let site = Site::open();
    let call = fetching(&site.base(), &[5], PLENTY);
    join_all(site.requests(1, NEVER_RETURNS).await.into_iter().map(answer)).await;
    expect_fetched(&end(call, NEVER_RETURNS).await, &[Ok(user(5))], ORDER);
    let call = fetching(&site.base(), &[3, 1, 2], PLENTY);
    for request in site.requests(3, ONE_BY_ONE).await.into_iter().rev() {
        answer(request).await;
        let_the_runtime_run().await;
    }
    expect_fetched(&end(call, NEVER_RETURNS).await, &[Ok(user(3)), Ok(user(1)), Ok(user(2))], ORDER);
}

#[claim(stage)]
#[tokio::test]
async fn a_hundred_are_asked_for_at_the_same_time() {
    let site = Site::open();
    let ids: Vec<u64> = (1..=100).collect();
    let call = fetching(&site.base(), &ids, PLENTY);
    join_all(site.requests(100, A_FEW).await.into_iter().map(answer)).await;
    let expected: Vec<_> = ids.iter().map(|&id| Ok(user(id))).collect();
    expect_fetched(&end(call, NEVER_RETURNS).await, &expected, ORDER);
}

/// The same id at three places means three requests, answered with three names.
#[claim(stage)]
#[tokio::test]
async fn each_place_is_asked_for_once() {
    const CAUSE: &str = "a map or set with the id as its key: each place in `ids` is one request";
    let site = Site::open();
    let call = fetching(&site.base(), &[7, 7, 9, 7], PLENTY);
    let mut names = Vec::new();
    for (nth, request) in site.requests(4, CAUSE).await.into_iter().enumerate() {
        let user = User { id: id_of(&request), name: format!("answer {nth}") };
        request.answer(200, &json_of(&user)).await;
        names.push((user.id, user.name));
    }
    let seen = end(call, NEVER_RETURNS).await;
    let ids: Vec<u64> = seen.iter().flatten().map(|user| user.id).collect();
    expect_eq("the ids", &ids, &vec![7, 7, 9, 7], CAUSE);
    let mut seen: Vec<_> = seen.into_iter().flatten().map(|user| (user.id, user.name)).collect();
    seen.sort_unstable();
    names.sort_unstable();
    expect_eq("the users", &seen, &names, CAUSE);
    expect_eq("the requests still to be answered", &site.waiting(), &0, CAUSE);
}

/// The base has a path, and the ids are the least and the greatest.
#[claim(stage)]
#[tokio::test]
async fn the_path_is_that_of_the_base_and_the_id() {
    let site = Site::open();
    let call = fetching(&format!("{}/api/v1", site.base()), &[0, u64::MAX], PLENTY);
    let mut asked = Vec::new();
    for request in site.requests(2, ONE_BY_ONE).await {
        asked.push(request.what.clone());
        let id = if request.what.ends_with("/0") { 0 } else { u64::MAX };
        request.answer(200, &json_of(&user(id))).await;
    }
    asked.sort_unstable();
    let expected = ["GET /api/v1/users/0", "GET /api/v1/users/18446744073709551615"];
    let path_is_right = asked.iter().all(|request| request.starts_with("GET /api/v1/users/"));
    let cause = if path_is_right { TOO_SMALL } else { PATH };
    expect_eq("the requests", &asked, &expected.map(str::to_owned).to_vec(), cause);
    expect_fetched(&end(call, NEVER_RETURNS).await, &[Ok(user(0)), Ok(user(u64::MAX))], TOO_SMALL);
}

/// Limit 150 ms. Two requests get stuck. The call returns at the limit and gives them up.
#[rstest]
#[case::no_answer(Stuck::BeforeTheHead)]
#[case::a_head_and_no_body(Stuck::BeforeTheBody)]
#[case::half_a_body(Stuck::InTheBody)]
#[case::a_drip(Stuck::Dripping)]
#[claim(stage)]
#[tokio::test]
async fn an_answer_that_is_not_there_in_time_is_given_up(#[case] stuck: Stuck) {
    let cause = match stuck {
        Stuck::BeforeTheHead => CONNECT_ONLY,
        Stuck::BeforeTheBody | Stuck::InTheBody => BODY_TOO,
        Stuck::Dripping => EACH_READ,
    };
    let site = Site::open();
    let call = fetching(&site.base(), &[1, 2], Duration::from_millis(150));
    let mut requests = in_time(&site, 2, &call).await.unwrap_or_default();
    let begun = Instant::now();
    for request in &mut requests {
        if stuck != Stuck::BeforeTheHead {
            request.send_head(200, 1000).await;
        }
        if stuck == Stuck::InTheBody {
            request.send(b"{\"id\": 1, ").await;
        }
    }
    for step in 1..=40 {
        if stuck == Stuck::Dripping {
            for request in &mut requests {
                request.send(b" ").await;
            }
        }
        sleep_until(begun + Duration::from_millis(10 * step)).await;
        let_the_runtime_run().await;
        if call.has_returned() {
            break;
        }
    }
    expect(call.has_returned(), || {
        Failure::new("it waited on although the limit was over")
            .expected("TimedOut after 150 ms")
            .seen("no return after 400 ms")
            .cause(cause)
    });
    let returned = call.returned().await;
    expect_fetched(&returned.value, &[Err("TimedOut"), Err("TimedOut")], cause);
    expect(returned.after >= Duration::from_millis(150), || {
        Failure::new(format!("it gave up after {} ms, not 150 ms", returned.after.as_millis()))
            .expected("TimedOut after 150 ms, and not before")
            .seen(format!("after {} ms", returned.after.as_millis()))
            .cause("a limit that is divided: each request may need all of it")
    });
    for request in &mut requests {
        request.given_up(GIVEN_UP).await;
    }
}

/// Limit 300 ms. Of five requests one is never answered, one breaks, one gets a 500, and two are answered.
#[claim(stage)]
#[tokio::test]
async fn one_that_fails_spoils_no_other() {
    // On a machine that stands still for a good part of the limit nothing can be seen: try once more.
    for _ in 0..5 {
        let gaps = Gaps::watch();
        let site = Site::open();
        let call = fetching(&site.base(), &[1, 2, 3, 4, 5], Duration::from_millis(300));
        let mut stuck = Vec::new();
        for request in in_time(&site, 5, &call).await.unwrap_or_default() {
            match id_of(&request) {
                1 => stuck.push(request),
                2 => drop(request),
                3 => request.answer(500, b"").await,
                _ => answer(request).await,
            }
        }
        let seen = end(call, CONNECT_ONLY).await;
        if gaps.longest() < Duration::from_millis(100) {
            let expected = [Err("TimedOut"), Err("Other"), Err("Status(500)"), Ok(user(4)), Ok(user(5))];
            let ends = plain(&seen);
            let all_alike = ends.iter().all(|end| end.is_err() && *end == ends[0]);
            let kind =
                |place: usize| ends.get(place).and_then(|end| end.as_ref().err()).map_or("", String::as_str);
            let cause = match (kind(1), kind(2)) {
                (_, "TimedOut") if all_alike => LIMIT_FOR_ALL,
                _ if all_alike => SPOILED,
                (_, "TimedOut") => RETRIES,
                ("TimedOut", _) => OTHER,
                (_, "Status(500)") => SPOILED,
                _ => STATUS,
            };
            expect_fetched(&seen, &expected, cause);
            return;
        }
    }
}

/// Whatever the body, even that of a user. The redirects lead nowhere.
#[claim(stage)]
#[tokio::test]
async fn a_status_that_is_not_2xx_is_the_result() {
    let statuses = [404, 500, 302, 304, 400, 401, 418, 503, 599];
    let bodies: [&[u8]; 3] = [b"", b"no JSON", b"{\"id\": 1, \"name\": \"user 1\"}"];
    for body in bodies {
        let site = Site::open();
        let ids: Vec<u64> = (0..statuses.len() as u64).collect();
        let call = fetching(&site.base(), &ids, PLENTY);
        for request in site.requests(statuses.len(), ONE_BY_ONE).await {
            let status = statuses[id_of(&request) as usize];
            let body = if status == 304 { b"" } else { body };
            request.answer(status, body).await;
        }
        let words = statuses.map(|status| format!("Status({status})"));
        let expected: Vec<_> = words.iter().map(|word| Err(word.as_str())).collect();
        let seen = end(call, RETRIES).await;
        let odd = plain(&seen).iter().zip(&words).position(|(seen, word)| seen.as_ref().err() != Some(word));
        let redirect = odd.is_some_and(|place| (300..400).contains(&statuses[place]));
        expect_fetched(&seen, &expected, if redirect { REDIRECT } else { STATUS });
    }
}

/// 201 and 203 with a user are as good as 200.
#[claim(stage)]
#[tokio::test]
async fn any_2xx_is_good() {
    let site = Site::open();
    let call = fetching(&site.base(), &[0, 1, 3], PLENTY);
    for request in site.requests(3, ONE_BY_ONE).await {
        let id = id_of(&request);
        request.answer(200 + id as u16, &json_of(&user(id))).await;
    }
    let cause = "only 200 taken for a success";
    expect_fetched(&end(call, NEVER_RETURNS).await, &[Ok(user(0)), Ok(user(1)), Ok(user(3))], cause);
}

/// A 200 with a body that is no user.
#[rstest]
#[case::no_json(b"Ada")]
#[case::nothing(b"")]
#[case::cut_short(br#"{"id": 1, "name": "Ad"#)]
#[case::no_name(br#"{"id": 1}"#)]
#[case::no_id(br#"{"name": "Ada"}"#)]
#[case::an_id_in_letters(br#"{"id": "1", "name": "Ada"}"#)]
#[case::a_negative_id(br#"{"id": -1, "name": "Ada"}"#)]
#[case::a_name_that_is_none(br#"{"id": 1, "name": 7}"#)]
#[case::something_behind_it(br#"{"id": 1, "name": "Ada"} x"#)]
#[claim(stage)]
#[tokio::test]
async fn a_body_that_is_no_user_is_other(#[case] body: &'static [u8]) {
    let site = Site::open();
    let call = fetching(&site.base(), &[1, 2], PLENTY);
    for request in site.requests(2, ONE_BY_ONE).await {
        if id_of(&request) == 1 {
            request.answer(200, body).await;
        } else {
            answer(request).await;
        }
    }
    let seen = end(call, NEVER_RETURNS).await;
    let cause = if seen.first().is_some_and(Result::is_ok) { NO_USER } else { OTHER };
    expect_fetched(&seen, &[Err("Other"), Ok(user(2))], cause);
}

/// No server, a bad URL, a connection that is closed before the answer or in the middle of it.
#[claim(stage)]
#[tokio::test]
async fn what_never_gets_an_answer_is_other() {
    let nobody = Refusing::new();
    for base in [&format!("http://{}", nobody.addr()), "no URL", "", "nobody://127.0.0.1"] {
        let call = fetching(base, &[1, 2], PLENTY);
        expect_fetched(&end(call, NEVER_RETURNS).await, &[Err("Other"), Err("Other")], OTHER);
    }
    let site = Site::open();
    let call = fetching(&site.base(), &[1, 2, 3], PLENTY);
    for mut request in site.requests(3, ONE_BY_ONE).await {
        match id_of(&request) {
            // Dropped, and so closed.
            1 => {}
            2 => {
                request.send_head(200, 1000).await;
                request.send(b"{\"id\": 2, ").await;
            }
            _ => answer(request).await,
        }
    }
    expect_fetched(&end(call, NEVER_RETURNS).await, &[Err("Other"), Err("Other"), Ok(user(3))], OTHER);
}

/// Where a request stops.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stuck {
    BeforeTheHead,
    BeforeTheBody,
    InTheBody,
    /// A byte every 10 ms, never the last one.
    Dripping,
}

/// Waits until `count` requests have come. `None` if the call has returned before, which it may on a machine
/// that stands still for the whole limit.
async fn in_time(site: &Site, count: usize, call: &Running<Fetched>) -> Option<Vec<Request>> {
    let _wait = waiting_for(format!("{count} requests at the same time"), ONE_BY_ONE);
    while site.waiting() < count {
        if call.has_returned() {
            return None;
        }
        sleep_ms(1).await;
    }
    Some(site.requests(count, ONE_BY_ONE).await)
}

/// Without a poll there is no request.
#[claim(stage)]
#[tokio::test]
async fn nothing_happens_before_the_first_poll() {
    const EAGER: &str = "requests sent by a task that the call itself spawns";
    let site = Site::open();
    let base = site.base();
    {
        let ids = [1, 2];
        let _call = fetch_users(&base, &ids, PLENTY);
        for _ in 0..5 {
            let_the_runtime_run().await;
            sleep_ms(1).await;
        }
    }
    expect_eq("the connections made before the first poll", &site.connections(), &0, EAGER);
    expect_needs_no_runtime(|| drop(fetch_users(&base, &[1, 2], PLENTY)));
    let _call = fetching(&base, &[1], PLENTY);
    site.requests(1, NEVER_RETURNS).await;
}

/// Dropped with three requests under way: the server sees that they are given up.
#[claim(stage)]
#[tokio::test]
async fn dropped_half_way_it_gives_up_its_requests() {
    let site = Site::open();
    let call = fetching(&site.base(), &[1, 2, 3], PLENTY);
    let mut requests = site.requests(3, ONE_BY_ONE).await;
    requests[1].send_head(200, 1000).await;
    let_the_runtime_run().await;
    drop(call);
    for request in &mut requests {
        request.given_up(GIVEN_UP).await;
    }
}

/// Without ids there is no request, whatever the base, and no time passes.
#[claim(stage)]
#[tokio::test]
async fn no_ids_are_no_requests() {
    const CAUSE: &str = "a request, or a look at the base, although there is nothing to ask for";
    let site = Site::open();
    for base in [site.base().as_str(), "no URL"] {
        let call = fetching(base, &[], PLENTY);
        let_the_runtime_run().await;
        expect(call.has_returned(), || {
            Failure::new("without ids it did not return at once")
                .expected("an empty Vec at once")
                .seen("no return")
                .cause(CAUSE)
        });
        expect_fetched(&end(call, NEVER_RETURNS).await, &[], CAUSE);
    }
    expect_eq("the connections made", &site.connections(), &0, CAUSE);
}

/// Any ids, answered in any order with a user or a status.
#[claim(stage)]
#[tokio::test]
async fn each_place_gets_its_own_end() {
    let mut rng = Rng::of_this_run();
    let count = rng.pick(5..30);
    let ids: Vec<u64> = (0..count).map(|_| rng.pick(0..999)).collect();
    let site = Site::open();
    let call = fetching(&site.base(), &ids, PLENTY);
    let status = |id: u64| [200, 200, 201, 404, 500, 403][id as usize % 6];
    let mut requests = site.requests(ids.len(), ONE_BY_ONE).await;
    while let Some(most) = requests.len().checked_sub(1) {
        let request = requests.swap_remove(rng.pick(0..most as u64 + 1) as usize);
        let id = id_of(&request);
        request.answer(status(id), &json_of(&user(id))).await;
        let_the_runtime_run().await;
    }
    let words = ids.iter().map(|&id| format!("Status({})", status(id))).collect::<Vec<_>>();
    let result = |(&id, word): (&u64, &'static str)| if status(id) < 300 { Ok(user(id)) } else { Err(word) };
    let words = words.into_iter().map(|word| &*word.leak());
    let expected: Vec<_> = ids.iter().zip(words).map(result).collect();
    expect_fetched(&end(call, NEVER_RETURNS).await, &expected, ORDER);
}

type Fetched = Vec<Result<User, FetchError>>;

type FetchUsers = for<'a> fn(&'a str, &'a [u64], Duration) -> LocalBoxFuture<'a, Fetched>;

pub static ANSWER: Answer<FetchUsers> = Answer::new();

fn fetch_users<'a>(base: &'a str, ids: &'a [u64], limit: Duration) -> LocalBoxFuture<'a, Fetched> {
    ANSWER.get()(base, ids, limit)
}

/// Far longer than any claim takes.
const PLENTY: Duration = Duration::from_secs(60);

const ONE_BY_ONE: &str =
    "an .await for each request in a loop: build all requests, then await them together with join_all";
const A_FEW: &str = "a few at a time (buffered): a limit that the task does not have";
const ASKS_FIRST: &str = "a request to see whether the server is there, before those for the users: only the users are asked \
     for";
const PATH: &str =
    "Url::join, which drops the last part of the base's path: use format!(\"{base}/users/{id}\")";
const TOO_SMALL: &str = "an id kept in a type that is too small for it";
const ORDER: &str =
    "results kept in the order in which the answers came: join_all keeps the order of the requests";
const STATUS: &str =
    "json() on whatever came: reqwest returns a response for any status, so look at that first";
const REDIRECT: &str = "error_for_status, which lets every 3xx pass: ask whether the status is_success()";
const RETRIES: &str = "a second request after a failure: each place is asked for once";
const BODY_TOO: &str =
    "a limit that ends with the head of the answer: the body is read later, and belongs inside it";
const CONNECT_ONLY: &str = "a limit only on connecting: it holds for the whole answer";
const EACH_READ: &str =
    "a limit for each read (read_timeout, or a timeout in a loop): one limit holds for the whole answer";
const GIVEN_UP: &str = "a request that runs on in a task of its own: dropping its future would give it up";
const SPOILED: &str = "try_join_all or `?`: one that fails must not take the others with it";
const LIMIT_FOR_ALL: &str =
    "a limit around all of them, which loses what is there already: each request has its own";
const LEFT_OUT: &str = "failed ones left out (filter_map, flatten): each place has a result";
const UNWRAPPED: &str =
    "an unwrap on a URL, a response or a body: what is wrong with it is the result of its place";
const NO_USER: &str = "a body with defaults for what is missing: let serde read it as a User";
const OTHER: &str = "an error counted as another kind: no connection, a bad URL and a bad body are Other";
const NEVER_RETURNS: &str = "a wait for something other than the answers";

fn fetching(base: &str, ids: &[u64], limit: Duration) -> Running<Fetched> {
    let (base, ids) = (base.to_owned(), ids.to_vec());
    let call = async move {
        let fetched = AssertUnwindSafe(fetch_users(&base, &ids, limit)).catch_unwind().await;
        fetched.unwrap_or_else(|_| {
            Failure::new("fetch_users panicked")
                .expected("an error at the place of each request that fails")
                .seen("a panic")
                .cause(UNWRAPPED)
                .raise()
        })
    };
    start(call.boxed_local())
}

async fn end(call: Running<Fetched>, cause: &str) -> Fetched {
    let _wait = waiting_for("fetch_users to return", cause);
    call.returned().await.value
}

fn user(id: u64) -> User {
    User { id, name: format!("user {id}") }
}

fn json_of(user: &User) -> Vec<u8> {
    json!({ "name": user.name, "id": user.id }).to_string().into_bytes()
}

/// The id that was asked for.
fn id_of(request: &Request) -> u64 {
    let id = request.what.strip_prefix("GET /users/").and_then(|id| id.parse().ok());
    id.unwrap_or_else(|| {
        Failure::new("a request for something other than a user")
            .expected("GET /users/ID")
            .seen(request.what.as_str())
            .cause(if request.what == "GET /" { ASKS_FIRST } else { PATH })
            .raise()
    })
}

/// Answers with the user that was asked for.
async fn answer(request: Request) {
    let body = json_of(&user(id_of(&request)));
    request.answer(200, &body).await;
}

/// The results without the texts of errors, which are free.
fn plain(fetched: &Fetched) -> Vec<Result<User, String>> {
    let why = |error: &FetchError| match error {
        FetchError::TimedOut => "TimedOut".to_owned(),
        FetchError::Status(status) => format!("Status({status})"),
        FetchError::Other(_) => "Other".to_owned(),
    };
    fetched.iter().map(|one| one.as_ref().map_err(why).cloned()).collect()
}

fn expect_fetched(seen: &Fetched, expected: &[Result<User, &str>], cause: &str) {
    let seen = plain(seen);
    let expected: Vec<_> = expected.iter().map(|one| one.clone().map_err(str::to_owned)).collect();
    if seen.len() < expected.len() {
        expect_eq("the number of results", &seen.len(), &expected.len(), LEFT_OUT);
    }
    for (place, (seen, expected)) in seen.iter().zip(&expected).enumerate() {
        expect(seen == expected, || {
            Failure::new(format!("place {place} holds another result than expected"))
                .expected(format!("{expected:?}"))
                .seen(format!("{seen:?}"))
                .cause(cause)
        });
    }
    expect_eq("the number of results", &seen.len(), &expected.len(), cause);
}
