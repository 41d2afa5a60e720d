//! Awaits each stamp before it asks for the next.
//! caught by: all_lines_are_stamped_at_the_same_time
//! says: too late

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
