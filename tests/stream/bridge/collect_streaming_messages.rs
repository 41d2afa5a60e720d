//! Registers `collect_streaming_messages` with its claims.

use super::kata;

pub fn register() {
    stream::collect_streaming_messages::ANSWER
        .set(|inputs| Box::pin(kata::collect_streaming_messages(inputs)));
}
