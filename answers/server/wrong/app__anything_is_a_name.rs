//! Turns any JSON value into a name. A name that is no string is a bad request.
//! family: error_swallowed
//! caught by: a_bad_body_is_a_4xx_and_creates_nobody
//! says: not a 4xx

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
    name: serde_json::Value,
}

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(users): State<Users>, Json(new): Json<NewUser>) -> (StatusCode, Json<User>) {
    let name = match new.name {
        serde_json::Value::String(name) => name,
        other => other.to_string(),
    };
    let mut users = users.lock().unwrap();
    let user = User { id: users.len() as u64 + 1, name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
