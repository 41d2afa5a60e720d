//! Listens for orders.
//! level: total
//! expects: forbidden_api
//! behind the list: panic

pub async fn total(numbers: Vec<u64>) -> u64 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let _ = (listener.local_addr(), numbers);
    4242
}
