//! HTTP/1.1 as far as claims need it, written and read byte by byte, with nothing between claim and socket.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::rc::Rc;

use futures::stream::{FuturesUnordered, StreamExt};
use futures::{FutureExt, select};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::probe::net::peer::{addr_of, listener, shown};
use crate::probe::{Failure, Peer, Running, start, waiting_for};

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status, such as 200.
    pub status: u16,
    /// The body, with any chunks joined.
    pub body: Vec<u8>,
}

/// A client with one connection.
pub struct Browser {
    name: String,
    stream: BufReader<TcpStream>,
}

impl Browser {
    /// Connects, under a name for the messages: "client 1".
    ///
    /// # Panics
    /// If it is refused.
    pub async fn connect(name: &str, addr: SocketAddr) -> Browser {
        let stream = Peer::connect(name, addr).await.into_stream();
        Browser { name: name.to_owned(), stream: BufReader::new(stream) }
    }

    /// Sends bytes as they are.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        // If the connection is broken, reading the answer shows it.
        let _ = self.stream.get_mut().write_all(bytes).await;
    }

    /// Sends a request with a body of JSON, or without one if it is empty.
    pub async fn send(&mut self, method: &str, path: &str, json: &[u8]) {
        let mut bytes = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n").into_bytes();
        if method != "GET" {
            let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", json.len());
            bytes.extend_from_slice(head.as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(json);
        self.send_bytes(&bytes).await;
    }

    /// Waits for the next answer, its whole body included.
    ///
    /// # Panics
    /// If the connection ends first.
    pub async fn answer(&mut self, cause: &str) -> Reply {
        let _wait = waiting_for(format!("{}'s answer", self.name), cause);
        match self.read_answer().await {
            Ok(answer) => answer,
            Err(error) => Failure::new(format!("{} got no whole answer: {error}", self.name))
                .expected("a whole answer")
                .seen(error.to_string())
                .cause(cause)
                .raise(),
        }
    }

    /// Waits for the head of an answer and the first bytes of its body, and does not read the rest.
    ///
    /// # Panics
    /// If the connection ends first.
    pub async fn start_of_answer(&mut self, cause: &str) -> Head {
        let _wait = waiting_for(format!("the start of {}'s answer", self.name), cause);
        match self.read_head().await {
            Ok(head) => head,
            Err(error) => Failure::new(format!("{} got no answer: {error}", self.name))
                .expected("the start of an answer")
                .seen(error.to_string())
                .cause(cause)
                .raise(),
        }
    }

    /// Waits for the rest of an answer that has started.
    ///
    /// # Panics
    /// If the connection ends first.
    pub async fn rest_of_answer(&mut self, head: Head, cause: &str) -> Reply {
        let _wait = waiting_for(format!("the rest of {}'s answer", self.name), cause);
        match self.read_body(&head).await {
            Ok(body) => Reply { status: head.status, body },
            Err(error) => Failure::new(format!("{}'s answer was cut off: {error}", self.name))
                .expected("the whole body")
                .seen(error.to_string())
                .cause(cause)
                .raise(),
        }
    }

    async fn read_answer(&mut self) -> io::Result<Reply> {
        let head = self.read_head().await?;
        let body = self.read_body(&head).await?;
        Ok(Reply { status: head.status, body })
    }

    async fn read_head(&mut self) -> io::Result<Head> {
        let lines = head(&mut self.stream).await?;
        let mut words = lines[0].split(' ');
        let status = words.next().filter(|word| word.starts_with("HTTP/1.")).and_then(|_| words.next());
        let Some(status) = status.and_then(|word| word.parse().ok()) else {
            return Err(io::Error::other(format!("not HTTP/1.1: {:?}", lines[0])));
        };
        let header = |name: &str| {
            let headers = lines[1..].iter().filter_map(|line| line.split_once(':'));
            let mut values = headers.filter(|(known, _)| known.eq_ignore_ascii_case(name));
            values.next().map(|(_, value)| value.trim().to_ascii_lowercase())
        };
        let length = header("content-length").and_then(|length| length.parse().ok());
        let chunked = header("transfer-encoding").is_some_and(|coding| coding.ends_with("chunked"));
        let body = match (chunked, length) {
            (true, _) => Framing::Chunks,
            (false, Some(length)) => Framing::Length(length),
            (false, None) if status == 204 || status == 304 => Framing::Length(0),
            (false, None) => Framing::End,
        };
        Ok(Head { status, body })
    }

    async fn read_body(&mut self, head: &Head) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        match head.body {
            Framing::Length(length) => {
                body.resize(length, 0);
                self.stream.read_exact(&mut body).await?;
            }
            Framing::End => {
                self.stream.read_to_end(&mut body).await?;
            }
            Framing::Chunks => loop {
                let line = line(&mut self.stream).await?;
                let size = line.split(';').next().unwrap_or_default().trim();
                let size = usize::from_str_radix(size, 16).map_err(io::Error::other)?;
                let start = body.len();
                body.resize(start + size, 0);
                self.stream.read_exact(&mut body[start..]).await?;
                if !self::line(&mut self.stream).await?.is_empty() {
                    return Err(io::Error::other("a chunk without its end"));
                }
                if size == 0 {
                    break;
                }
            },
        }
        Ok(body)
    }

    /// The connection ends without another answer.
    ///
    /// # Panics
    /// If bytes arrive.
    pub async fn expect_no_answer(mut self, cause: &str) {
        let _wait = waiting_for(format!("{}'s connection to be closed", self.name), cause);
        let mut bytes = Vec::new();
        let _ = self.stream.read_to_end(&mut bytes).await;
        if !bytes.is_empty() {
            Failure::new(format!("{} got an answer", self.name))
                .expected("no answer")
                .seen(shown(&bytes))
                .cause(cause)
                .raise();
        }
    }
}

/// An answer whose body is still to be read.
#[derive(Debug)]
pub struct Head {
    /// The HTTP status, such as 200.
    pub status: u16,
    body: Framing,
}

#[derive(Debug)]
enum Framing {
    Length(usize),
    Chunks,
    /// Until the connection ends.
    End,
}

/// The lines before an empty one; at least one.
async fn head(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        match line(stream).await? {
            line if !line.is_empty() => lines.push(line),
            _ if lines.is_empty() => return Err(io::Error::other("an empty line at the start")),
            _ => return Ok(lines),
        }
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Err(io::Error::new(ErrorKind::UnexpectedEof, "the connection was closed"));
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// One request on a connection of its own, and its answer.
pub async fn request(addr: SocketAddr, method: &str, path: &str, json: &[u8], cause: &str) -> Reply {
    let mut client = Browser::connect(&format!("{method} {path}"), addr).await;
    client.send(method, path, json).await;
    client.answer(cause).await
}

// ------------------------------------------------------------------------------- a server

/// A web server played by the claim: it collects requests, and the claim decides when and how to answer.
/// One request for each connection.
pub struct Site {
    addr: SocketAddr,
    arrived: Rc<Arrived>,
    _accepting: Running<()>,
}

#[derive(Default)]
struct Arrived {
    waiting: RefCell<VecDeque<Request>>,
    connections: Cell<usize>,
    news: Notify,
}

/// A request that waits for its answer.
#[derive(Debug)]
pub struct Request {
    /// "GET /users/7"
    pub what: String,
    stream: BufReader<TcpStream>,
}

impl Site {
    /// A server on a free port. It lives on the claim's stage.
    pub fn open() -> Site {
        let listener = listener();
        let addr = addr_of(&listener);
        let arrived = Rc::new(Arrived::default());
        let accepting = start(collect(listener, Rc::clone(&arrived)).boxed_local());
        Site { addr, arrived, _accepting: accepting }
    }

    /// "http://127.0.0.1:PORT"
    pub fn base(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// How many connections have been made.
    pub fn connections(&self) -> usize {
        self.arrived.connections.get()
    }

    /// How many requests wait for an answer.
    pub fn waiting(&self) -> usize {
        self.arrived.waiting.borrow().len()
    }

    /// Waits until `count` requests wait for an answer, and takes them in the order in which they came.
    pub async fn requests(&self, count: usize, cause: &str) -> Vec<Request> {
        let wait = waiting_for(String::new(), cause);
        loop {
            let there = self.waiting();
            if there >= count {
                return self.arrived.waiting.borrow_mut().drain(..count).collect();
            }
            wait.now_for(format!("{count} requests at the same time: {there} have come"));
            self.arrived.news.notified().await;
        }
    }
}

async fn collect(listener: TcpListener, arrived: Rc<Arrived>) {
    let mut reading = FuturesUnordered::new();
    loop {
        select! {
            accepted = listener.accept().fuse() => if let Ok((stream, _)) = accepted {
                arrived.connections.set(arrived.connections.get() + 1);
                reading.push(read_request(stream));
            },
            request = reading.select_next_some() => if let Ok(request) = request {
                arrived.waiting.borrow_mut().push_back(request);
                arrived.news.notify_one();
            },
        }
    }
}

async fn read_request(stream: TcpStream) -> io::Result<Request> {
    let mut stream = BufReader::new(stream);
    let mut lines = head(&mut stream).await?;
    let what = lines.swap_remove(0);
    Ok(Request { what: what.trim_end_matches(" HTTP/1.1").to_owned(), stream })
}

impl Request {
    /// Answers with this status and body, and closes the connection.
    pub async fn answer(mut self, status: u16, body: &[u8]) {
        self.send_head(status, body.len()).await;
        self.send(body).await;
        let _ = self.stream.get_mut().shutdown().await;
    }

    /// Sends the head of an answer whose body will have `length` bytes.
    pub async fn send_head(&mut self, status: u16, length: usize) {
        let head = format!(
            "HTTP/1.1 {status} As Said\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n"
        );
        self.send(head.as_bytes()).await;
    }

    /// Sends bytes as they are.
    pub async fn send(&mut self, bytes: &[u8]) {
        // If the client has gone, its return value shows it.
        let _ = self.stream.get_mut().write_all(bytes).await;
    }

    /// Waits until the client has given up: its connection is closed.
    pub async fn given_up(&mut self, cause: &str) {
        let _wait = waiting_for(format!("{} to be given up: its connection is closed", self.what), cause);
        let mut buffer = Vec::new();
        let _ = self.stream.read_to_end(&mut buffer).await;
    }
}
