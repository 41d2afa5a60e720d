//! Takes an id before it looks at the body. A bad body uses it up.
//! family: left_out
//! caught by: a_bad_body_is_a_4xx_and_creates_nobody
//! says: before the body is known to be good

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tokio_katas::User;

type Users = Arc<Mutex<(u64, HashMap<u64, User>)>>;

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(users): State<Users>, body: String) -> Result<(StatusCode, Json<User>), StatusCode> {
    let mut users = users.lock().unwrap();
    users.0 += 1;
    let new: NewUser = serde_json::from_str(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let user = User { id: users.0, name: new.name };
    users.1.insert(user.id, user.clone());
    Ok((StatusCode::CREATED, Json(user)))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.1.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
