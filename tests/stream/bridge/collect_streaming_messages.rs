//! Hands `collect_streaming_messages` over to its claims.

use stream::collect_streaming_messages::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|inputs| Box::pin(kata::collect_streaming_messages(inputs)));
}
