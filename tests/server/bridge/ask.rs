//! Registers `ask` with its claims.

use std::io;
use std::time::Duration;

use futures::future::LocalBoxFuture;
use server::ask::{ANSWER, Address};
use tokio::net::ToSocketAddrs;

use super::kata;

pub fn register() {
    ANSWER.set(|addr, line, limit| match addr {
        Address::Text(text) => ask(text, line, limit),
        Address::Sockets(sockets) => ask(sockets, line, limit),
    });
}

/// The contract's signature once more: nobody else can implement `ToSocketAddrs`, so there is no type of address
/// that is as poor as the contract.
fn ask<'a, A: ToSocketAddrs + 'a>(
    addr: A,
    line: &'a str,
    limit: Duration,
) -> LocalBoxFuture<'a, io::Result<String>> {
    Box::pin(kata::ask(addr, line, limit))
}
