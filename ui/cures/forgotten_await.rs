// `.await` runs the future to its end before the next line.

async fn save(name: &str) -> String {
    format!("saved {name}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(save("ada").await, "saved ada");
}
