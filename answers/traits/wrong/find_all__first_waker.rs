//! Keeps the waker of its first poll for all look-ups. When the call moves to another task, that one is never
//! woken.
//! family: old_waker
//! caught by: a_call_that_changes_tasks_is_woken_in_the_new_one
//! says: the waker of the first poll

use std::collections::HashMap;
use std::future::poll_fn;
use std::task::Context;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: HashMap<u64, String>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows: rows.into_iter().collect() }
    }
}

impl Repository for MemoryRepository {
    async fn find(&self, id: u64) -> Option<String> {
        sleep(Duration::from_millis(10)).await;
        self.rows.get(&id).cloned()
    }
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let mut all = Box::pin(join_all(ids.iter().map(|&id| repo.find(id))));
    let mut waker = None;
    poll_fn(|cx| {
        let waker = waker.get_or_insert_with(|| cx.waker().clone());
        all.as_mut().poll(&mut Context::from_waker(waker))
    })
    .await
}
