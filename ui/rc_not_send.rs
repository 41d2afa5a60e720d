use std::rc::Rc;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let state = Rc::new(String::from("shared state"));
    // The mistake: a spawned task may move to another thread, and an `Rc` may not.
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE has type `Rc<String>` which is not `Send`
    let task = tokio::spawn(async move {
        println!("{state}");
    });
    task.await.unwrap();
}
