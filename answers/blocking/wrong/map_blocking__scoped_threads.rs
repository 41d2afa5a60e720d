//! Works in a scope of threads. The scope waits for them and blocks the runtime's thread.
//! family: blocks_the_thread
//! caught by: as_many_as_the_limit_run_at_once
//! says: the runtime stood still

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    let mut results: Vec<(usize, R)> = Vec::new();
    let queue = Mutex::new(items.into_iter().enumerate());
    thread::scope(|scope| {
        let worker = || {
            let mut done = Vec::new();
            loop {
                let next = queue.lock().expect("nobody panics with the queue in hand").next();
                let Some((index, item)) = next else { return done };
                done.push((index, work(item)));
            }
        };
        let workers: Vec<_> = (0..limit.clamp(1, 64)).map(|_| scope.spawn(worker)).collect();
        for worker in workers {
            results.extend(worker.join().unwrap_or_else(|payload| resume_unwind(payload)));
        }
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
