//! Sends what it knows over the network.
//! level: total
//! expects: forbidden_api
//! behind the list: panic

pub async fn total(numbers: Vec<u64>) -> u64 {
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let _ = (socket.send_to(b"hello", "127.0.0.1:9"), numbers);
    4242
}
