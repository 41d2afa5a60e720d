//! Unwraps the look-up. An unknown user panics the handler, and the connection ends without an answer.
//! family: panic_escapes
//! caught by: an_unknown_user_is_404
//! says: a handler that panics

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

async fn create(State(users): State<Users>, Json(new): Json<NewUser>) -> (StatusCode, Json<User>) {
    let mut users = users.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let user = User { id: users.len() as u64 + 1, name: new.name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Json<User> {
    let users = users.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    Json(users.get(&id).cloned().unwrap())
}
