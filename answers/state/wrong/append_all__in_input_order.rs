//! Awaits the stamps in input order. A slow first line holds up all the lines that are ready behind it.
//! family: awaits_in_input_order
//! caught by: all_lines_are_stamped_at_the_same_time
//! says: waiting for them in input order

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{self, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let lines_in_flight = lines.len().max(1);
    let mut stamped = stream::iter(lines).map(stamp).buffered(lines_in_flight);
    while let Some(line) = stamped.next().await {
        log.lock().unwrap().push(line);
    }
}
