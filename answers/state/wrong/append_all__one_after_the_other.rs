//! Awaits each stamp before it starts the next, so their times add up.
//! family: one_by_one
//! caught by: all_lines_are_stamped_at_the_same_time
//! says: awaiting each stamp before

use std::future::Future;
use std::sync::{Arc, Mutex};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    for line in lines {
        let line = stamp(line).await;
        log.lock().unwrap().push(line);
    }
}
