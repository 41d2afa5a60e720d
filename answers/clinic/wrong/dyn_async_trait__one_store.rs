//! Keeps only the store that knows most. The memory is never asked.
//! family: left_out
//! caught by: the check
//! says: the order changed

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
    let stores = [&Disk];
    for store in stores {
        if let Some(value) = store.load(key).await {
            return Some(value);
        }
    }
    None
}
