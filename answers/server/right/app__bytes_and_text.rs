//! Takes the body as bytes and the id as text, and reads both itself. An atomic gives out the ids.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value};
use tokio::sync::RwLock;
use tokio_katas::User;

#[derive(Default)]
struct Shop {
    last: AtomicU64,
    users: RwLock<BTreeMap<u64, User>>,
}

pub fn app() -> Router {
    let users = Router::new().route("/", post(create)).route("/{id}", get(find));
    Router::new().nest("/users", users).with_state(Arc::new(Shop::default()))
}

async fn create(State(shop): State<Arc<Shop>>, body: Bytes) -> Response {
    let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Some(Value::String(name)) = fields.get("name") else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let user = User { id: shop.last.fetch_add(1, Ordering::Relaxed) + 1, name: name.clone() };
    shop.users.write().await.insert(user.id, user.clone());
    (StatusCode::CREATED, json(&user)).into_response()
}

async fn find(State(shop): State<Arc<Shop>>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::BAD_REQUEST.into_response() };
    match shop.users.read().await.get(&id) {
        Some(user) => json(user).into_response(),
        None => (StatusCode::NOT_FOUND, "no such user").into_response(),
    }
}

fn json(user: &User) -> impl IntoResponse + use<> {
    let body = serde_json::to_string(user).unwrap();
    ([(header::CONTENT_TYPE, "application/json")], body)
}
