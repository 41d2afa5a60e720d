//! Keeps the last thousand users in a ring and uses the place as the id. Later users replace earlier ones.
//! family: fixed_room
//! caught by: no_id_is_given_twice_however_many_users
//! says: room for a fixed number of users

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tokio_katas::User;

const ROOM: u64 = 1000;

type Users = Arc<Mutex<(u64, HashMap<u64, User>)>>;

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(users): State<Users>, Json(new): Json<NewUser>) -> (StatusCode, Json<User>) {
    let mut users = users.lock().unwrap();
    let user = User { id: users.0 % ROOM + 1, name: new.name };
    users.0 += 1;
    users.1.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(user))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.1.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
