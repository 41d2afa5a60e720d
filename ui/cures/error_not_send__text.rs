// Only the text of the error is alive while the task waits.

use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::spawn(async {
        let Err(said) = parse("twelve").map_err(|error| error.to_string()) else { return String::new() };
        tokio::time::sleep(Duration::from_millis(1)).await;
        said
    });
    assert_eq!(task.await.unwrap(), "invalid digit found in string");
}

fn parse(text: &str) -> Result<u32, Box<dyn Error>> {
    Ok(text.parse()?)
}
