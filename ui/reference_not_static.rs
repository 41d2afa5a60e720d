use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let text = String::from("shutdown");
    // The mistake: `move` moves what you name, and `label` is only a reference to `text`.
    //~ ERROR[E0597] `text` does not live long enough
    //~ NOTE argument requires that `text` is borrowed for `'static`
    let label = text.as_str();
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        println!("{label}");
    });
    task.await.unwrap();
}
