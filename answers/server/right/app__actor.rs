//! A task that is started with the first request owns the users; requests travel to it.

use std::sync::{Arc, OnceLock};

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};
use tokio_katas::User;

enum Order {
    Create(String, oneshot::Sender<User>),
    Find(u64, oneshot::Sender<Option<User>>),
}

#[derive(Clone, Default)]
struct Desk(Arc<OnceLock<mpsc::Sender<Order>>>);

impl Desk {
    async fn order<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> Option<T> {
        let desk = self.0.get_or_init(|| {
            let (tx, rx) = mpsc::channel(8);
            tokio::spawn(work(rx));
            tx
        });
        let (tx, rx) = oneshot::channel();
        desk.send(order(tx)).await.ok()?;
        rx.await.ok()
    }
}

async fn work(mut orders: mpsc::Receiver<Order>) {
    let mut users: Vec<User> = Vec::new();
    while let Some(order) = orders.recv().await {
        match order {
            Order::Create(name, back) => {
                users.push(User { id: users.len() as u64 + 1, name });
                let _ = back.send(users[users.len() - 1].clone());
            }
            Order::Find(id, back) => {
                let _ = back.send(users.iter().find(|user| user.id == id).cloned());
            }
        }
    }
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
}

pub fn app() -> Router {
    let find = async |State(desk): State<Desk>, Path(id): Path<u64>| {
        let user = desk.order(|back| Order::Find(id, back)).await.flatten();
        user.map(Json).ok_or(StatusCode::NOT_FOUND)
    };
    Router::new().route("/users", post(create)).route("/users/{id}", get(find)).with_state(Desk::default())
}

async fn create(
    State(desk): State<Desk>,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, Json<User>), StatusCode> {
    let user = desk.order(|back| Order::Create(new.name, back)).await;
    user.map(|user| (StatusCode::CREATED, Json(user))).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}
