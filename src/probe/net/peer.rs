//! One end of a real connection, held by the claim: what it sends, and what it must receive.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures::future::join;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::probe::{Failure, Rng, waiting_for};

/// Bytes of buffer that a socket asks for if backpressure is to show soon: many times smaller than what claims
/// send, and large enough for every system to grant.
const SMALL: u32 = 64 << 10;
/// Port 0: the system picks a free one.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
/// The message if the system has no socket left.
const SYSTEM: &str = "the system has sockets to give";

/// A listener on a free loopback port.
pub fn listener() -> TcpListener {
    listening(&|_| {})
}

/// Like [`listener`], but with small buffers in its connections, so that backpressure shows soon.
pub fn listener_with_small_buffers() -> TcpListener {
    listening(&small)
}

fn listening(prepare: &dyn Fn(&TcpSocket)) -> TcpListener {
    let socket = TcpSocket::new_v4().expect(SYSTEM);
    prepare(&socket);
    socket.bind(ANY_PORT).expect(SYSTEM);
    // The queue of connections, so long that no client is ever refused: Tokio's own default.
    socket.listen(1024).expect(SYSTEM)
}

fn small(socket: &TcpSocket) {
    // If the system grants another size, the claim only needs more bytes.
    let _ = socket.set_recv_buffer_size(SMALL);
    let _ = socket.set_send_buffer_size(SMALL);
}

/// The address of a listener.
///
/// # Panics
/// If the system does not say.
pub fn addr_of(listener: &TcpListener) -> SocketAddr {
    listener.local_addr().expect(SYSTEM)
}

/// A port that refuses every connection while this is alive: bound, but not listening.
pub struct Refusing(TcpSocket);

impl Refusing {
    /// Takes a free port.
    ///
    /// # Panics
    /// If the system has no socket to give.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Refusing {
        let socket = TcpSocket::new_v4().expect(SYSTEM);
        socket.bind(ANY_PORT).expect(SYSTEM);
        Refusing(socket)
    }

    /// Where it refuses connections.
    ///
    /// # Panics
    /// If the system does not say.
    pub fn addr(&self) -> SocketAddr {
        self.0.local_addr().expect(SYSTEM)
    }
}

/// Bytes of every value, in an order that does not repeat.
pub fn noise(length: usize) -> Vec<u8> {
    let mut rng = Rng::of_this_run();
    let words = std::iter::repeat_with(|| rng.next_u64().to_le_bytes());
    words.take(length.div_ceil(8)).flatten().take(length).collect()
}

/// One end of a connection.
#[derive(Debug)]
pub struct Peer {
    name: String,
    stream: TcpStream,
}

impl Peer {
    /// Connects, under a name for the messages: "client 1".
    ///
    /// # Panics
    /// If it is refused.
    pub async fn connect(name: impl Into<String>, addr: SocketAddr) -> Peer {
        Peer::connected(name.into(), TcpStream::connect(addr).await)
    }

    /// Like [`connect`](Self::connect), with small buffers.
    pub async fn connect_with_small_buffers(name: impl Into<String>, addr: SocketAddr) -> Peer {
        let socket = TcpSocket::new_v4().expect(SYSTEM);
        small(&socket);
        Peer::connected(name.into(), socket.connect(addr).await)
    }

    fn connected(name: String, stream: io::Result<TcpStream>) -> Peer {
        match stream {
            Ok(stream) => Peer { name, stream },
            Err(error) => Failure::new(format!("{name} could not connect: {error}"))
                .expected("the server listens")
                .seen(error.to_string())
                .cause("a listener that was dropped, or a call that returned, while it should serve")
                .raise(),
        }
    }

    /// Waits for the answer under test to connect.
    pub async fn accept(name: impl Into<String>, listener: &TcpListener, cause: &str) -> Peer {
        let _wait = waiting_for("a connection to be made", cause);
        let (stream, _) = listener.accept().await.expect(SYSTEM);
        Peer { name: name.into(), stream }
    }

    fn broke(&self, error: &io::Error, while_: &str, cause: &str) -> ! {
        let what = match error.kind() {
            ErrorKind::UnexpectedEof => "was closed",
            _ => "broke",
        };
        Failure::new(format!("{}'s connection {what} while {while_}", self.name))
            .expected("the connection stays open for it")
            .seen(error.to_string())
            .cause(cause)
            .raise()
    }

    /// Sends the bytes.
    ///
    /// # Panics
    /// If the connection breaks.
    pub async fn send(&mut self, bytes: &[u8], cause: &str) {
        let _wait = waiting_for(format!("{}'s {} bytes to be taken", self.name, bytes.len()), cause);
        if let Err(error) = self.stream.write_all(bytes).await {
            self.broke(&error, "it sent", cause);
        }
    }

    /// Sends `bytes` over and over until the other side has taken nothing for 20 ms, or `most` bytes are sent.
    /// Returns how many were sent. 20 ms is far more than a reader on the same machine needs.
    pub async fn send_until_full(&mut self, bytes: &[u8]) -> usize {
        let mut sent = 0;
        while sent < bytes.len() {
            match timeout(Duration::from_millis(20), self.stream.write(&bytes[sent..])).await {
                Ok(Ok(length)) => sent += length,
                Ok(Err(_)) | Err(_) => break,
            }
        }
        sent
    }

    /// Expects exactly these bytes next.
    ///
    /// # Panics
    /// If others arrive, or the connection ends first.
    pub async fn expect(&mut self, expected: &[u8], cause: &str) {
        let what = format!("{} to get {}", self.name, shown(expected));
        let _wait = waiting_for(what, cause);
        let mut seen = vec![0; expected.len()];
        if let Err(error) = self.stream.read_exact(&mut seen).await {
            self.broke(&error, &format!("it waited for {}", shown(expected)), cause);
        }
        self.compare(&seen, expected, cause);
    }

    fn compare(&self, seen: &[u8], expected: &[u8], cause: &str) {
        if seen != expected {
            let place = seen.iter().zip(expected).take_while(|(seen, expected)| seen == expected).count();
            let from = place.saturating_sub(8);
            Failure::new(format!("{} got other bytes than those expected, from byte {place} on", self.name))
                .expected(shown(&expected[from.min(expected.len())..]))
                .seen(shown(&seen[from.min(seen.len())..]))
                .cause(cause)
                .raise();
        }
    }

    /// Sends the bytes and waits for the same bytes back.
    pub async fn echo(&mut self, bytes: &[u8], cause: &str) {
        self.send(bytes, cause).await;
        self.expect(bytes, cause).await;
    }

    /// Sends `bytes` and receives `expected` at the same time.
    ///
    /// # Panics
    /// If the connection breaks first, or other bytes arrive.
    pub async fn exchange(&mut self, bytes: &[u8], expected: &[u8], cause: &str) {
        let wait = waiting_for(format!("{} bytes for {}", expected.len(), self.name), cause);
        let mut seen = Vec::with_capacity(expected.len());
        let (mut reader, mut writer) = self.stream.split();
        let sending = async {
            let sent = writer.write_all(bytes).await;
            sent.err()
        };
        let getting = async {
            let mut buffer = vec![0; 32 << 10];
            while seen.len() < expected.len() {
                match reader.read(&mut buffer).await {
                    Ok(0) => return Some(ErrorKind::UnexpectedEof.into()),
                    Ok(length) => seen.extend_from_slice(&buffer[..length]),
                    Err(error) => return Some(error),
                }
                wait.now_for(format!(
                    "the other {} of {} bytes",
                    expected.len().saturating_sub(seen.len()),
                    expected.len()
                ));
            }
            None
        };
        let (not_sent, not_got) = join(sending, getting).await;
        self.compare(&seen, &expected[..seen.len().min(expected.len())], cause);
        if let Some(error) = not_got.or(not_sent) {
            self.broke(&error, &format!("it had {} of {} bytes", seen.len(), expected.len()), cause);
        }
    }

    /// Shuts down sending: the other side reads to the end. This side can still read.
    pub async fn close_its_side(&mut self) {
        // If the connection is broken, the next read shows it.
        let _ = self.stream.shutdown().await;
    }

    /// Expects no more bytes: the other side has closed cleanly.
    ///
    /// # Panics
    /// If bytes come, or the connection breaks.
    pub async fn expect_end(&mut self, cause: &str) {
        let end = self.end(cause).await;
        if let Err(error) = end {
            self.broke(&error, "it waited for the end", cause);
        }
    }

    /// Expects no more bytes: the other side has closed or reset the connection.
    ///
    /// # Panics
    /// If bytes come.
    pub async fn expect_gone(&mut self, cause: &str) {
        let _ = self.end(cause).await;
    }

    async fn end(&mut self, cause: &str) -> io::Result<()> {
        let _wait = waiting_for(format!("{}'s connection to be closed by the other side", self.name), cause);
        let mut buffer = [0; 64];
        let length = self.stream.read(&mut buffer).await?;
        if length > 0 {
            Failure::new(format!("{} got bytes that it should not get", self.name))
                .expected("the end of the connection")
                .seen(shown(&buffer[..length]))
                .cause(cause)
                .raise();
        }
        Ok(())
    }

    /// Reads until the connection ends, in whatever way, and returns the bytes.
    pub async fn rest(&mut self, cause: &str) -> Vec<u8> {
        let _wait = waiting_for(format!("{}'s connection to be closed by the other side", self.name), cause);
        let mut bytes = Vec::new();
        let _ = self.stream.read_to_end(&mut bytes).await;
        bytes
    }

    /// Reads `length` bytes, whatever they are, or as many as arrive before the end.
    pub async fn take(&mut self, length: usize) {
        let mut buffer = vec![0; length];
        // If the connection is broken, the claim's next check shows it.
        let _ = self.stream.read_exact(&mut buffer).await;
    }

    /// Expects that nothing has arrived so far.
    ///
    /// # Panics
    /// If something has.
    pub fn expect_nothing(&self, cause: &str) {
        let mut buffer = [0; 64];
        if let Ok(length @ 1..) = self.stream.try_read(&mut buffer) {
            Failure::new(format!("{} got bytes that it should not get", self.name))
                .expected("nothing")
                .seen(shown(&buffer[..length]))
                .cause(cause)
                .raise();
        }
    }

    /// Resets the connection: the other side gets an error instead of an end.
    pub fn reset(self) {
        self.stream.set_zero_linger().expect(SYSTEM);
    }

    /// The stream alone.
    pub fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// The stream itself.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }
}

/// Bytes in short: as text, or as numbers if they are not text.
pub fn shown(bytes: &[u8]) -> String {
    const MOST: usize = 40;
    let start = &bytes[..bytes.len().min(MOST)];
    let text = match str::from_utf8(start) {
        Ok(text) => format!("{text:?}"),
        Err(_) => format!("{:02x?}", &start[..start.len().min(MOST / 4)]),
    };
    if bytes.len() <= MOST { text } else { format!("{} bytes: {text} …", bytes.len()) }
}
