//! Registers `collect_streaming_messages` with its claims.

use stream::collect_streaming_messages::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|inputs| Box::pin(kata::collect_streaming_messages(inputs)));
}
