//! Unwraps what it reads, so a bad body becomes a 500 instead of a 4xx.
//! family: wrong_error
//! caught by: a_bad_body_is_a_4xx_and_creates_nobody
//! says: as if it were the server's (5xx)

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tokio_katas::User;

type Users = Arc<Mutex<HashMap<u64, User>>>;

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(users): State<Users>, body: String) -> Result<(StatusCode, Json<User>), StatusCode> {
    let Ok(new) = serde_json::from_str::<NewUser>(&body) else {
        return Err(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let mut users = users.lock().unwrap();
    let user = User { id: users.len() as u64 + 1, name: new.name };
    users.insert(user.id, user.clone());
    Ok((StatusCode::CREATED, Json(user)))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
