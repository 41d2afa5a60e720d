//! The kata `server`, worked out.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use futures::future::join_all;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_katas::{FetchError, User};

pub async fn serve_echo<S>(listener: TcpListener, shutdown: S) -> io::Result<usize>
where
    S: Future<Output = ()>,
{
    let mut shutdown = pin!(shutdown);
    let mut connections = JoinSet::new();
    let mut done = 0;
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                connections.spawn(echo(stream));
            }
            Some(_) = connections.join_next() => done += 1,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {
        done += 1;
    }
    Ok(done)
}

/// Copies until the client has closed its side. The stream is dropped, and so closed, at the end.
async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let (mut from, mut to) = stream.split();
    tokio::io::copy(&mut from, &mut to).await?;
    Ok(())
}

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let conversation = async {
        let mut stream = BufReader::new(TcpStream::connect(addr).await?);
        stream.write_all(line.as_bytes()).await?;
        stream.write_all(b"\n").await?;
        let mut answer = String::new();
        stream.read_line(&mut answer).await?;
        // Without its newline it was cut off by the end of the stream.
        answer.strip_suffix('\n').map(str::to_owned).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    };
    timeout(limit, conversation).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// The users so far. Their ids count from 1.
type Users = Arc<Mutex<HashMap<u64, User>>>;

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    Router::new()
        .route("/users", post(create_user))
        .route("/users/{id}", get(find_user))
        .with_state(Users::default())
}

async fn create_user(State(users): State<Users>, Json(new): Json<NewUser>) -> (StatusCode, Json<User>) {
    let mut users = users.lock().unwrap_or_else(PoisonError::into_inner);
    let user = User { id: users.len() as u64 + 1, name: new.name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find_user(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap_or_else(PoisonError::into_inner);
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}

pub async fn serve_app<S>(listener: TcpListener, app: Router, shutdown: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}

pub async fn fetch_users(base: &str, ids: &[u64], limit: Duration) -> Vec<Result<User, FetchError>> {
    // One client: its clones and requests share their connections.
    let client = reqwest::Client::new();
    let fetch = async |id: &u64| {
        let response = client.get(format!("{base}/users/{id}")).timeout(limit).send().await.map_err(why)?;
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        response.json().await.map_err(why)
    };
    join_all(ids.iter().map(fetch)).await
}

fn why(error: reqwest::Error) -> FetchError {
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Other(error.to_string()) }
}
