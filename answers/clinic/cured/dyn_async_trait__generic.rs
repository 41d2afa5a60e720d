//! Two generic calls in place of a loop.

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

async fn ask(store: &impl Store, key: &str) -> Option<String> {
    store.load(key).await
}

/// Asks the memory, then the disk. The first that knows the key answers.
pub async fn load(key: &str) -> Option<String> {
    match ask(&Memory, key).await {
        Some(value) => Some(value),
        None => ask(&Disk, key).await,
    }
}
