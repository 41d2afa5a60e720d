// A boxed future has one type and one size, so the trait works behind `dyn`, for stores of several kinds.

use std::pin::Pin;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

trait Store {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, String>;
}

struct Memory;
struct Empty;

impl Store for Memory {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, String> {
        Box::pin(async move { format!("value of {key}") })
    }
}

impl Store for Empty {
    fn load<'a>(&'a self, _key: &'a str) -> BoxFuture<'a, String> {
        Box::pin(async { String::from("nothing") })
    }
}

async fn show(store: &dyn Store) -> String {
    store.load("a").await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stores: [&dyn Store; 2] = [&Memory, &Empty];
    assert_eq!(show(stores[0]).await, "value of a");
    assert_eq!(show(stores[1]).await, "nothing");
}
