// An async function has a signature, and the signature names the error.

use std::num::ParseIntError;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(sum("7", "5").await, Ok(12));
    assert!(sum("7", "five").await.is_err());
}

async fn sum(a: &str, b: &str) -> Result<u32, ParseIntError> {
    Ok(a.parse::<u32>()? + b.parse::<u32>()?)
}
