//! Talks to itself.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// Sends `word` to itself over TCP, and gives what it hears.
pub async fn echo(word: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    client.write_all(word.as_bytes()).unwrap();
    drop(client);
    let mut heard = String::new();
    listener.accept().unwrap().0.read_to_string(&mut heard).unwrap();
    heard
}
