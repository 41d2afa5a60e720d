// The task hands the value back as its result: no clone.

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let name = String::from("ada");
    let task = tokio::spawn(async move {
        println!("hello, {name}");
        name
    });
    let name = task.await.unwrap();
    assert_eq!(format!("goodbye, {name}"), "goodbye, ada");
}
