// A generic function is compiled once for each store, so the size of every future is known.

trait Store {
    async fn load(&self, key: &str) -> String;
}

struct Memory;

impl Store for Memory {
    async fn load(&self, key: &str) -> String {
        format!("value of {key}")
    }
}

async fn show(store: &impl Store) -> String {
    store.load("a").await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(show(&Memory).await, "value of a");
}
