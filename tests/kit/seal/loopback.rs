//! With the loopback granted, in the network of the system. That no other machine is within reach is the
//! grader's affair, which gives the claims a network of their own where it can.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Command;
use std::thread;

use super::{Attempt, attempt};

const GRANTED: &str = "TOKIO_KATAS_SEAL_LOOPBACK";

async fn expect_refused(attempts: impl IntoIterator<Item = Attempt>) {
    super::expect_refused(Some(GRANTED), attempts).await;
}

#[tokio::test]
async fn a_claim_talks_to_itself() {
    super::expect_works(GRANTED, async || {
        for address in ["127.0.0.1:0", "[::1]:0"] {
            let listener = TcpListener::bind(address)?;
            let address = listener.local_addr()?;
            let client = thread::spawn(move || TcpStream::connect(address)?.write_all(b"hello"));
            let mut heard = String::new();
            listener.accept()?.0.read_to_string(&mut heard)?;
            client.join().expect("no panic")?;
            assert_eq!(heard, "hello");
        }
        Ok(())
    })
    .await;
}

/// As the kata `server` does it.
#[cfg(feature = "server")]
#[tokio::test]
async fn axum_and_reqwest_talk_to_each_other() {
    use axum::{Router, routing};

    super::expect_works(GRANTED, async || {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let app = Router::new().route("/", routing::get(async || "hello"));
        let server = tokio::spawn(axum::serve(listener, app).into_future());
        let answer = reqwest::get(format!("http://{address}/")).await.map_err(io::Error::other)?;
        assert_eq!(answer.text().await.map_err(io::Error::other)?, "hello");
        server.abort();
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_port_cannot_be_chosen() {
    expect_refused([attempt("listening on a known port", || TcpListener::bind("127.0.0.1:8080"))]).await;
}

/// Those of services, here and elsewhere.
#[tokio::test]
async fn a_known_port_cannot_be_reached() {
    let connect = |address: &'static str| {
        attempt(address, move || match TcpStream::connect(address) {
            // That nobody listens there would prove nothing.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(error),
            _ => Ok(()),
        })
    };
    expect_refused(["127.0.0.1:22", "127.0.0.1:5432", "192.0.2.1:80", "[::1]:443"].map(connect)).await;
}

#[tokio::test]
async fn no_other_kind_of_socket_is_to_be_had() {
    let call = |what, family, kind, protocol| attempt(what, move || open(family, kind, protocol));
    let stream = libc::SOCK_STREAM;
    expect_refused([
        attempt("a datagram socket", || UdpSocket::bind("127.0.0.1:0")),
        attempt("a datagram socket of IPv6", || UdpSocket::bind("[::1]:0")),
        attempt("a pair of sockets", UnixStream::pair),
        attempt("a socket in a folder", || UnixListener::bind("target/sealed")),
        call("a raw socket", libc::AF_INET, libc::SOCK_RAW, libc::IPPROTO_ICMP),
        call("a socket to the kernel", libc::AF_NETLINK, libc::SOCK_RAW, 0),
        call("a packet socket", libc::AF_PACKET, libc::SOCK_RAW, 0),
        call("a stream of another family", libc::AF_VSOCK, stream, 0),
        call("a stream of another protocol", libc::AF_INET, stream, libc::IPPROTO_SCTP),
        call("a datagram socket with a flag", libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0),
    ])
    .await;
}

/// A socket, or why there is none.
fn open(family: libc::c_int, kind: libc::c_int, protocol: libc::c_int) -> io::Result<()> {
    // SAFETY: it takes three numbers. The claim's process ends soon, and the descriptor with it.
    let socket = unsafe { libc::socket(family, kind, protocol) };
    let error = io::Error::last_os_error();
    // That the system does not know the protocol would prove nothing.
    if socket < 0 && error.kind() == io::ErrorKind::PermissionDenied { Err(error) } else { Ok(()) }
}

#[tokio::test]
async fn files_and_programs_stay_closed() {
    expect_refused([
        attempt("reading a file", || fs::read("Cargo.toml")),
        attempt("starting a program", || Command::new("true").spawn()),
    ])
    .await;
}
