// `greeting` becomes async, and so does whoever calls it, up to `main`.

async fn fetch_name() -> String {
    String::from("ada")
}

async fn greeting() -> String {
    let name = fetch_name().await;
    format!("hello, {name}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(greeting().await, "hello, ada");
}
