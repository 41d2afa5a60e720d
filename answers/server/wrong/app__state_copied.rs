//! Puts a map by value into the state. Each request gets a copy of it, and the users are lost.
//! family: copied_state
//! caught by: a_user_is_found_again
//! says: give it an Arc

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tokio_katas::User;

type Users = HashMap<u64, User>;

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(mut users): State<Users>, Json(new): Json<NewUser>) -> (StatusCode, Json<User>) {
    let user = User { id: users.len() as u64 + 1, name: new.name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
