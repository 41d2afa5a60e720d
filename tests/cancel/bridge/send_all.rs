//! Registers `send_all` with its claims.

use super::kata;

pub fn register() {
    cancel::send_all::ANSWER.set(|tx, messages, patience| Box::pin(kata::send_all(tx, messages, patience)));
    cancel::send_all::LOCAL.set(|tx, messages, patience| Box::pin(kata::send_all(tx, messages, patience)));
}
