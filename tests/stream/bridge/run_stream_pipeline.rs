//! Registers `run_stream_pipeline` with its claims.

use stream::run_stream_pipeline::ANSWER;

use super::kata;

pub fn register() {
    ANSWER.set(|inputs| Box::pin(kata::run_stream_pipeline(inputs)));
}
