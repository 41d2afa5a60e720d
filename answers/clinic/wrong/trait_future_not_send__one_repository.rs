//! Names the one type that is known to be `Send` and excludes every other.
//! family: too_picky
//! caught by: the signature
//! says: is called in another way

use std::time::Duration;
use tokio::task::JoinHandle;

pub trait Repository {
    async fn find(&self, id: u64) -> Option<String>;
}

/// Finds at once.
pub struct Memory;

/// Finds after 10 ms.
pub struct Disk;

impl Repository for Memory {
    async fn find(&self, id: u64) -> Option<String> {
        (id == 1).then(|| String::from("ada"))
    }
}

impl Repository for Disk {
    async fn find(&self, id: u64) -> Option<String> {
        tokio::time::sleep(Duration::from_millis(10)).await;
        (id == 2).then(|| String::from("grace"))
    }
}

/// Looks up in a task of its own, in any repository.
pub fn find_in_background(repo: Memory, id: u64) -> JoinHandle<Option<String>> {
    tokio::spawn(async move { repo.find(id).await })
}
