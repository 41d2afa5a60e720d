//! Hands `run_stream_pipeline_until_shutdown` over to its claims.

use shutdown::run_stream_pipeline_until_shutdown::ANSWER;

use super::kata;

pub fn hand_over() {
    ANSWER.is(|inputs, shutdown_after| {
        Box::pin(kata::run_stream_pipeline_until_shutdown(inputs, shutdown_after))
    });
}
