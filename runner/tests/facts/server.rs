use std::io::ErrorKind;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Both ends of a connection on the loopback.
async fn connection() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (near, far) = tokio::join!(TcpStream::connect(address), listener.accept());
    (near.expect("a connection"), far.expect("a connection").0)
}

/// katas/server.md: "`read` returning 0 bytes is the end of the other side's half; your half is still open"
#[tokio::test]
async fn the_end_of_one_half_leaves_the_other() {
    let (mut near, mut far) = connection().await;
    far.shutdown().await.expect("its half");
    assert_eq!(near.read(&mut [0; 8]).await.expect("the end"), 0);
    near.write_all(b"still here").await.expect("my half");
    drop(near);
    let mut heard = String::new();
    far.read_to_string(&mut heard).await.expect("text");
    assert_eq!(heard, "still here");
}

/// katas/server.md: "two may come as one"
#[tokio::test]
async fn tcp_is_a_stream_of_bytes() {
    let (mut near, mut far) = connection().await;
    far.write_all(b"one").await.expect("sent");
    far.write_all(b"two").await.expect("sent");
    drop(far);
    let mut four = [0; 4];
    near.read_exact(&mut four).await.expect("four bytes");
    assert_eq!(&four, b"onet");
}

/// katas/server.md: "At the end of the stream `read_line` returns what it has, and calls it `Ok`"
#[tokio::test]
async fn read_line_takes_half_a_line() {
    let mut reader = BufReader::new(&b"half"[..]);
    let mut line = String::new();
    assert_eq!(reader.read_line(&mut line).await.expect("Ok"), 4);
    assert_eq!(line, "half");
}

/// katas/server.md: "A reset is an error, on whichever call comes next"
#[tokio::test]
async fn a_reset_is_an_error() {
    let (mut near, far) = connection().await;
    near.write_all(b"never read").await.expect("sent");
    // Closing with unread bytes resets the connection.
    far.readable().await.expect("bytes");
    drop(far);
    let error = near.read(&mut [0; 8]).await.expect_err("a reset");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}
