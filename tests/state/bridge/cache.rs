//! Registers `Cache` with its claims.

use std::future::pending;

use futures::future::LocalBoxFuture;
use state::cache::{ANSWER, Everywhere, Fetch, Fetches, Value};
use tokio_katas::probe::{is_send, shared};

use super::kata;

pub fn register() {
    ANSWER.set(|| Box::new(Cache(kata::Cache::new())));
}

struct Cache(kata::Cache<Value>);

impl Fetches for Cache {
    fn get_or_fetch<'a>(&'a self, key: &'a str, fetch: Fetch<'a>) -> LocalBoxFuture<'a, Value> {
        Box::pin(self.0.get_or_fetch(key, fetch))
    }

    fn call_is_send(&self) -> bool {
        is_send!(self.0.get_or_fetch("key", pending))
    }

    fn everywhere(&self) -> Option<Everywhere<'_>> {
        let shared = shared!(*self)?;
        Some(Box::new(move || shared.downcast_ref::<Cache>().expect("it is the cache")))
    }
}
