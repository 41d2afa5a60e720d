// To go on without waiting, spawn it. Keep the handle: whoever drops it never hears of a panic.

async fn save(name: &str) -> String {
    format!("saved {name}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let saving = tokio::spawn(save("ada"));
    println!("meanwhile, other work");
    assert_eq!(saving.await.unwrap(), "saved ada");
}
