//! Handlers as closures over a shared list; the position is the id.

use std::sync::{Arc, RwLock};

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

pub fn app() -> Router {
    let names: Arc<RwLock<Vec<String>>> = Arc::default();
    let all = Arc::clone(&names);
    let create = async move |Json(body): Json<Value>| {
        let Some(name) = body["name"].as_str() else {
            return Err((StatusCode::UNPROCESSABLE_ENTITY, "a user has a name"));
        };
        let mut names = names.write().unwrap();
        names.push(name.to_owned());
        Ok((StatusCode::CREATED, Json(json!({ "id": names.len(), "name": name }))))
    };
    let find = async move |Path(id): Path<usize>| {
        let names = all.read().unwrap();
        let name = id.checked_sub(1).and_then(|at| names.get(at));
        name.map(|name| Json(json!({ "id": id, "name": name }))).ok_or(StatusCode::NOT_FOUND)
    };
    Router::new().route("/users", post(create)).route("/users/{id}", get(find))
}
