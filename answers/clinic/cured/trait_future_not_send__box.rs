//! A boxed future that is `Send`: also fit for `dyn Repository`.

use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinHandle;

type Found<'a> = Pin<Box<dyn Future<Output = Option<String>> + Send + 'a>>;

pub trait Repository {
    fn find(&self, id: u64) -> Found<'_>;
}

/// Finds at once.
pub struct Memory;

/// Finds after 10 ms.
pub struct Disk;

impl Repository for Memory {
    fn find(&self, id: u64) -> Found<'_> {
        Box::pin(async move { (id == 1).then(|| String::from("ada")) })
    }
}

impl Repository for Disk {
    fn find(&self, id: u64) -> Found<'_> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            (id == 2).then(|| String::from("grace"))
        })
    }
}

/// Looks up in a task of its own, in any repository.
pub fn find_in_background<R>(repo: R, id: u64) -> JoinHandle<Option<String>>
where
    R: Repository + Send + Sync + 'static,
{
    tokio::spawn(async move { repo.find(id).await })
}
