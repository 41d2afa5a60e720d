// The box says that the error in it may be sent. `?` makes such a box as well.

use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::spawn(async {
        let Err(error) = parse("twelve") else { return String::new() };
        tokio::time::sleep(Duration::from_millis(1)).await;
        error.to_string()
    });
    assert_eq!(task.await.unwrap(), "invalid digit found in string");
}

fn parse(text: &str) -> Result<u32, Box<dyn Error + Send + Sync>> {
    Ok(text.parse()?)
}
