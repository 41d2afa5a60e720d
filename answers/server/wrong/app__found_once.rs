//! Removes a user when it is asked for. The next request does not find it.
//! family: harms_others
//! caught by: a_user_is_found_again
//! says: a user that is removed

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
    let mut users = users.lock().unwrap();
    let user = User { id: users.len() as u64 + 1, name: new.name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let mut users = users.lock().unwrap();
    users.remove(&id).map(Json).ok_or(StatusCode::NOT_FOUND)
}
