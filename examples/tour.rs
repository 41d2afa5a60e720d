//! The katas strung together, as a service would use them:
//! `cargo run --example tour --features solutions`.

#[path = "../answers/cancel/reference.rs"]
#[allow(dead_code)]
mod cancel;
#[path = "../answers/fanout/reference.rs"]
#[allow(dead_code)]
mod fanout;
#[path = "../answers/limit/reference.rs"]
#[allow(dead_code)]
mod limit;
#[path = "../answers/shutdown/reference.rs"]
#[allow(dead_code)]
mod shutdown;
#[path = "../answers/stream/reference.rs"]
#[allow(dead_code)]
mod stream;

use cancel::{cancel_slow_work, first_completed_label};
use fanout::run_job_fanout;
use limit::run_job_fanout_with_limit;
use shutdown::run_stream_pipeline_until_shutdown;
use stream::{collect_streaming_messages, run_stream_pipeline};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", tour().await);
}

/// All seven results on one line.
async fn tour() -> String {
    let inputs = || vec!["borrow", "lifetime", "tokio"];
    [
        format!("{:?}", run_job_fanout(inputs()).await),
        format!("{:?}", run_job_fanout_with_limit(inputs(), 1).await),
        format!("{:?}", collect_streaming_messages(vec!["read", "compile"]).await),
        format!("{:?}", run_stream_pipeline(vec!["ingest", "transform"]).await),
        format!("{:?}", run_stream_pipeline_until_shutdown(vec!["ingest", "transform", "flush"], 1).await),
        first_completed_label().await.to_owned(),
        cancel_slow_work(20, 1).await.to_owned(),
    ]
    .join(" / ")
}

#[cfg(test)]
mod tests {
    use super::tour;

    #[tokio::test]
    async fn the_line_is_the_one_in_the_curriculum() {
        let three = r#"[JobResult { id: 0, message: "BORROW" }, JobResult { id: 1, message: "LIFETIME" }, JobResult { id: 2, message: "TOKIO" }]"#;
        let rest = r#"["done:compile", "done:read"] / ["processed:0:ingest", "processed:1:transform"] / ["processed:0:ingest"] / fast path / cancelled"#;
        assert_eq!(tour().await, format!("{three} / {three} / {rest}"));
    }
}
