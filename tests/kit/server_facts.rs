//! What the lesson `server` states about axum and reqwest, tried against the real thing. The quotations
//! are compared with the lesson by `runner/tests/facts`.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use reqwest::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Where `app` is served from now on.
async fn served(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    base
}

/// A client that asks only here, whatever proxy the machine has.
fn client() -> Client {
    Client::builder().no_proxy().build().expect("a client")
}

/// katas/server.md: "`with_state` *clones* what you give it, for every request"
#[tokio::test]
async fn a_plain_map_as_state_is_copied() {
    async fn add(State(mut users): State<HashMap<u64, String>>) -> String {
        users.insert(users.len() as u64, "Ada".to_owned());
        users.len().to_string()
    }
    let base = served(Router::new().route("/", post(add)).with_state(HashMap::new())).await;
    for _ in 0..2 {
        let answer = client().post(&base).send().await.expect("an answer");
        assert_eq!(answer.text().await.expect("text"), "1");
    }
}

/// katas/server.md: "axum accepts bodies of up to 2 MB"
#[tokio::test]
async fn a_body_has_a_bound() {
    let base =
        served(Router::new().route("/", post(|body: String| async move { body.len().to_string() }))).await;
    let status = |length: usize| {
        let asked = client().post(&base).body("x".repeat(length)).send();
        async { asked.await.map(|answer| answer.status().as_u16()) }
    };
    assert_eq!(status(2 * 1024 * 1024).await.expect("an answer"), 200);
    // The server may hang up before it has been sent all of it.
    let refused = status(2 * 1024 * 1024 + 1).await;
    assert!(refused.as_ref().is_ok_and(|status| *status == 413) || refused.is_err(), "{refused:?}");
}

/// katas/server.md: "The extractors do, before your code runs"
/// katas/server.md: "`unwrap` in a handler closes the connection instead"
#[tokio::test]
async fn extractors_refuse_and_panics_hang_up() {
    let name = |Json(user): Json<HashMap<String, String>>| async move { user["name"].clone() };
    let app = Router::new()
        .route("/users/{id}", get(|Path(id): Path<u64>| async move { id.to_string() }))
        .route("/users", post(name));
    let base = served(app).await;
    let asked = client().get(format!("{base}/users/ada")).send().await.expect("an answer");
    assert!(asked.status().is_client_error());
    let posted = client().post(format!("{base}/users")).body("no JSON").send().await.expect("an answer");
    assert!(posted.status().is_client_error());
    let panics = client().post(format!("{base}/users")).json(&HashMap::<String, String>::new()).send().await;
    assert!(panics.is_err(), "{panics:?}");
}

/// katas/server.md: "reqwest returns `Ok` for a 404 and a 500"
/// katas/server.md: "`error_for_status` lets a 3xx pass"
#[tokio::test]
async fn a_response_is_no_success() {
    let code = |Path(code): Path<u16>| async move { StatusCode::from_u16(code).expect("a status") };
    let base = served(Router::new().route("/{code}", get(code))).await;
    for (code, is_error) in [(404, true), (500, true), (304, false)] {
        let answer = client().get(format!("{base}/{code}")).send().await.expect("Ok");
        assert!(!answer.status().is_success());
        assert_eq!(answer.error_for_status().is_err(), is_error, "{code}");
    }
}

/// katas/server.md: "`send()` is ready when the *head* of the answer is there"
/// katas/server.md: "`error.is_timeout()` is `TimedOut`, even if it came while the body was read"
/// katas/server.md: "The request's own `timeout` covers everything until the body is read"
#[tokio::test]
async fn a_timeout_covers_the_body() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut request = [0; 1024];
        assert!(stream.read(&mut request).await.expect("a request") > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf").await.expect("sent");
        std::future::pending::<()>().await;
    });
    let head = client().get(&base).timeout(Duration::from_millis(500)).send().await.expect("the head");
    assert_eq!(head.status(), 200);
    assert!(head.text().await.expect_err("half a body").is_timeout());
}
