//! Polls by hand what is still running; the timer of a look-up is a boxed future.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt};
use tokio::time::sleep;
use tokio_katas::Repository;

pub struct MemoryRepository {
    rows: Vec<(u64, String)>,
}

impl MemoryRepository {
    pub fn new(rows: Vec<(u64, String)>) -> MemoryRepository {
        MemoryRepository { rows }
    }

    fn look_up(&self, id: u64) -> BoxFuture<'_, Option<String>> {
        let slow = async move {
            sleep(Duration::from_millis(10)).await;
            self.rows.iter().find(|(key, _)| *key == id).map(|(_, text)| text.clone())
        };
        slow.boxed()
    }
}

impl Repository for MemoryRepository {
    fn find(&self, id: u64) -> impl Future<Output = Option<String>> + Send {
        self.look_up(id)
    }
}

enum Place<F> {
    Running(Pin<Box<F>>),
    Found(Option<String>),
}

pub async fn find_all<R: Repository>(repo: &R, ids: &[u64]) -> Vec<Option<String>> {
    let mut places: Vec<_> = ids.iter().map(|&id| Place::Running(Box::pin(repo.find(id)))).collect();
    poll_fn(|cx| {
        let mut running = false;
        for place in &mut places {
            if let Place::Running(look_up) = place {
                match look_up.as_mut().poll(cx) {
                    Poll::Ready(row) => *place = Place::Found(row),
                    Poll::Pending => running = true,
                }
            }
        }
        if running { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    let found = places.into_iter().map(|place| match place {
        Place::Found(row) => row,
        Place::Running(_) => unreachable!("all have ended"),
    });
    found.collect()
}
