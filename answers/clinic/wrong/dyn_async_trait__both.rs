//! Asks both stores each time. The disk is asked only when the memory does not know the key.
//! family: no_limit
//! caught by: the check
//! says: both are asked each time

use std::time::Duration;

trait Store {
    async fn load(&self, key: &str) -> Option<String>;
}

/// Knows "a", at once.
struct Memory;

/// Knows "a" and "b", after 10 ms.
struct Disk;

impl Store for Memory {
    async fn load(&self, key: &str) -> Option<String> {
        (key == "a").then(|| String::from("a from memory"))
    }
}

impl Store for Disk {
    async fn load(&self, key: &str) -> Option<String> {
        tokio::time::sleep(Duration::from_millis(10)).await;
        matches!(key, "a" | "b").then(|| format!("{key} from disk"))
    }
}

/// Asks the memory, then the disk. The first that knows the key answers.
pub async fn load(key: &str) -> Option<String> {
    let (memory, disk) = tokio::join!(Memory.load(key), Disk.load(key));
    memory.or(disk)
}
