// A box has one size, however deep the future in it goes.

async fn countdown(from: u32) -> Vec<String> {
    if from == 0 {
        return vec![String::from("liftoff")];
    }
    let mut said = vec![from.to_string()];
    said.extend(Box::pin(countdown(from - 1)).await);
    said
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(countdown(3).await, ["3", "2", "1", "liftoff"]);
}
