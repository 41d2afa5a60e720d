// The last line of the block names the error.

use std::num::ParseIntError;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sum = async {
        let a: u32 = "7".parse()?;
        let b: u32 = "5".parse()?;
        Ok::<u32, ParseIntError>(a + b)
    };
    assert_eq!(sum.await, Ok(12));
}
