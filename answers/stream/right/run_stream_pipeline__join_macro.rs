//! Two async blocks and a futures channel, driven by `join!` in the caller's own task.

use futures::channel::mpsc;
use futures::{SinkExt, StreamExt};
use tokio::time::{Duration, sleep};

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let (mut tx, mut rx) = mpsc::channel(0);
    let feed = async move {
        for (index, input) in inputs.iter().enumerate() {
            tx.send(format!("{index}:{input}")).await.expect("the worker reads to the end");
        }
    };
    let work = async {
        let mut done = Vec::new();
        while let Some(item) = rx.next().await {
            sleep(Duration::from_millis(5)).await;
            done.push(format!("processed:{item}"));
        }
        done
    };
    let ((), done) = tokio::join!(feed, work);
    done
}
