use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The mistake: `error` is alive while the task waits, and `Box<dyn Error>` does not say that it is `Send`.
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE has type `Box<dyn std::error::Error>` which is not `Send`
    let task = tokio::spawn(async {
        if let Err(error) = parse("twelve") {
            tokio::time::sleep(Duration::from_millis(1)).await;
            println!("{error}");
        }
    });
    task.await.unwrap();
}

fn parse(text: &str) -> Result<u32, Box<dyn Error>> {
    Ok(text.parse()?)
}
