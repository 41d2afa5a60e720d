//! Registers `batches` with its claims.

use super::kata;

pub fn register() {
    stream::batches::ANSWER.set(|source, max_items, max_wait| kata::batches(source, max_items, max_wait));
}
