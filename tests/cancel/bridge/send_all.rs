//! Registers `send_all` with its claims.

use std::time::Duration;

use cancel::send_all::ANSWER;
use futures::future::LocalBoxFuture;
use tokio::sync::mpsc::Sender;
use tokio_katas::Delivery;

use super::kata;

pub fn register() {
    ANSWER.set(send_all);
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn send_all<T>(tx: &Sender<T>, messages: Vec<T>, patience: Duration) -> LocalBoxFuture<'_, Delivery<T>> {
    Box::pin(kata::send_all(tx, messages, patience))
}
