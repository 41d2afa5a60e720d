//! Stops both stages. The items that wait in the channel are thrown away.
//! family: cut_short
//! caught by: the_input_stage_stops_after_so_many_items
//! says: only the input stage stops

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(inputs.len().max(1));
    let (stop, mut stopped) = oneshot::channel();
    let everything = shutdown_after >= inputs.len();
    for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
        tx.send(format!("{index}:{input}")).await.expect("the receiver is alive");
    }
    drop(tx);
    let _not_yet = if everything { Some(stop) } else { stop.send(()).ok().and(None) };
    let mut results = Vec::new();
    loop {
        tokio::select! {
            biased;
            Ok(()) = &mut stopped => return results,
            item = rx.recv() => match item {
                Some(item) => {
                    sleep(Duration::from_millis(5)).await;
                    results.push(format!("processed:{item}"));
                }
                None => return results,
            },
        }
    }
}
