//! As rustc proposes: an enum of the stores, known to the compiler.

use std::time::Duration;

enum AnyStore {
    Memory(Memory),
    Disk(Disk),
}

impl Store for AnyStore {
    async fn load(&self, key: &str) -> Option<String> {
        match self {
            AnyStore::Memory(store) => store.load(key).await,
            AnyStore::Disk(store) => store.load(key).await,
        }
    }
}

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
    let stores = [AnyStore::Memory(Memory), AnyStore::Disk(Disk)];
    for store in stores {
        if let Some(value) = store.load(key).await {
            return Some(value);
        }
    }
    None
}
