//! Keeps ids in one byte. After 255 they start again, and new users replace old ones.
//! family: fixed_room
//! caught by: no_id_is_given_twice_however_many_users
//! says: an id of a small type

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
    let id = users.len() as u8;
    let user = User { id: u64::from(id.wrapping_add(1)), name: new.name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
