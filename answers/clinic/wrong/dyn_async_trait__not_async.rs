//! Makes the trait synchronous and blocks the thread for the disk.
//! family: blocks_the_thread
//! caught by: the check
//! says: the `.await` is gone

use std::time::Duration;

trait Store {
    fn load(&self, key: &str) -> Option<String>;
}

/// Knows "a", at once.
struct Memory;

/// Knows "a" and "b", after 10 ms.
struct Disk;

impl Store for Memory {
    fn load(&self, key: &str) -> Option<String> {
        (key == "a").then(|| String::from("a from memory"))
    }
}

impl Store for Disk {
    fn load(&self, key: &str) -> Option<String> {
        std::thread::sleep(Duration::from_millis(10));
        matches!(key, "a" | "b").then(|| format!("{key} from disk"))
    }
}

/// Asks the memory, then the disk. The first that knows the key answers.
pub async fn load(key: &str) -> Option<String> {
    let stores: [&dyn Store; 2] = [&Memory, &Disk];
    for store in stores {
        if let Some(value) = store.load(key) {
            return Some(value);
        }
    }
    None
}
