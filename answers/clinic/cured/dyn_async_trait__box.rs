//! The trait hands out boxed futures, so it works behind `dyn`.

use std::pin::Pin;
use std::time::Duration;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

trait Store {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Option<String>>;
}

/// Knows "a", at once.
struct Memory;

/// Knows "a" and "b", after 10 ms.
struct Disk;

impl Store for Memory {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move { (key == "a").then(|| String::from("a from memory")) })
    }
}

impl Store for Disk {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            matches!(key, "a" | "b").then(|| format!("{key} from disk"))
        })
    }
}

/// Asks the memory, then the disk. The first that knows the key answers.
pub async fn load(key: &str) -> Option<String> {
    let stores: [&dyn Store; 2] = [&Memory, &Disk];
    for store in stores {
        if let Some(value) = store.load(key).await {
            return Some(value);
        }
    }
    None
}
