//! Sends the id as a text, where JSON has numbers.
//! family: wrong_protocol
//! caught by: a_new_user_is_answered_with_201_and_an_id
//! says: id (a number)

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_katas::User;

type Users = Arc<Mutex<HashMap<u64, User>>>;

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(users): State<Users>, Json(new): Json<NewUser>) -> (StatusCode, Json<Value>) {
    let mut users = users.lock().unwrap();
    let user = User { id: users.len() as u64 + 1, name: new.name };
    users.insert(user.id, user.clone());
    (StatusCode::CREATED, Json(json!({ "id": user.id.to_string(), "name": user.name })))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
