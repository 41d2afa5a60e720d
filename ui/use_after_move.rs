#[tokio::main(flavor = "current_thread")]
async fn main() {
    let name = String::from("ada");
    let task = tokio::spawn(async move {
        println!("hello, {name}");
    });
    task.await.unwrap();
    // The mistake: the task took `name` with it, and nothing is left here.
    //~ ERROR[E0382] borrow of moved value: `name`
    //~ NOTE value moved here
    println!("goodbye, {name}");
}
