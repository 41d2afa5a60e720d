fn main() {
    wait().await;
}
