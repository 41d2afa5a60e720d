//! Registers `write_within` with its claims.

use super::kata;

pub fn register() {
    cancel::write_within::ANSWER
        .set(|writer, payload, limit| Box::pin(kata::write_within(writer, payload, limit)));
    cancel::write_within::BORROWED
        .set(|writer, payload, limit| Box::pin(kata::write_within(writer, payload, limit)));
}
