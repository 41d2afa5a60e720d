// The task gets a clone, made before it is spawned.

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let name = String::from("ada");
    let for_task = name.clone();
    let task = tokio::spawn(async move { format!("hello, {for_task}") });
    assert_eq!(task.await.unwrap(), "hello, ada");
    assert_eq!(format!("goodbye, {name}"), "goodbye, ada");
}
