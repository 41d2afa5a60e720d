// `join!` runs both inside this task. Neither can outlive it, so both may borrow.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let text = String::from("shutdown");
    let label = text.as_str();
    let printing = async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        println!("{label}");
        label.len()
    };
    let counting = async { label.chars().count() };
    assert_eq!(tokio::join!(printing, counting), (8, 8));
}
