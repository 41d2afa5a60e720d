// At the edge of a synchronous program one runtime blocks until the future is done.

use tokio::runtime::{Builder, Runtime};

async fn fetch_name() -> String {
    String::from("ada")
}

fn greeting(runtime: &Runtime) -> String {
    let name = runtime.block_on(fetch_name());
    format!("hello, {name}")
}

fn main() {
    let runtime = Builder::new_current_thread().build().unwrap();
    assert_eq!(greeting(&runtime), "hello, ada");
}
