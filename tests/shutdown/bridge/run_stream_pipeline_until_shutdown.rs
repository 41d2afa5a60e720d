//! Registers `run_stream_pipeline_until_shutdown` with its claims.

use super::kata;

pub fn register() {
    shutdown::run_stream_pipeline_until_shutdown::ANSWER.set(|inputs, shutdown_after| {
        Box::pin(kata::run_stream_pipeline_until_shutdown(inputs, shutdown_after))
    });
}
