//! Cuts the name out of the text. JSON may have escapes and spaces.
//! family: wrong_protocol
//! caught by: json_is_read_as_json
//! says: by hand

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use tokio_katas::User;

type Users = Arc<Mutex<HashMap<u64, User>>>;

pub fn app() -> Router {
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Users::default())
}

async fn create(State(users): State<Users>, body: String) -> Result<(StatusCode, Json<User>), StatusCode> {
    let name = body.trim().strip_prefix("{\"name\":").and_then(|rest| rest.strip_suffix("}"));
    let name =
        name.and_then(|name| serde_json::from_str::<String>(name).ok()).ok_or(StatusCode::BAD_REQUEST)?;
    let mut users = users.lock().unwrap();
    let user = User { id: users.len() as u64 + 1, name };
    users.insert(user.id, user.clone());
    Ok((StatusCode::CREATED, Json(user)))
}

async fn find(State(users): State<Users>, Path(id): Path<u64>) -> Result<Json<User>, StatusCode> {
    let users = users.lock().unwrap();
    users.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}
