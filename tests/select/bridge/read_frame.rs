//! Registers `read_frame` with its claims.

use super::kata;

pub fn register() {
    select::read_frame::ANSWER.set(|reader, held| Box::pin(kata::read_frame(reader, held)));
    select::read_frame::BORROWED.set(|reader, held| Box::pin(kata::read_frame(reader, held)));
}
