//! Registers `run_stream_pipeline` with its claims.

use super::kata;

pub fn register() {
    stream::run_stream_pipeline::ANSWER.set(|inputs| Box::pin(kata::run_stream_pipeline(inputs)));
}
