//! Registers `TokenBucket` with its claims.

use futures::future::LocalBoxFuture;
use limit::token_bucket::{ANSWER, Answered, Everywhere, Tokens};
use tokio_katas::probe::shared;

use super::kata;

pub fn register() {
    ANSWER.set(|capacity, every| Box::new(TokenBucket(kata::TokenBucket::new(capacity, every))));
}

/// A type of its own: a method that the answer lacks is not looked for in the trait.
struct TokenBucket(kata::TokenBucket);

impl Tokens for TokenBucket {
    fn take(&self, tokens: u32) -> LocalBoxFuture<'_, Answered> {
        Box::pin(self.0.take(tokens))
    }

    fn everywhere(&self) -> Option<Everywhere<'_>> {
        let shared = shared!(*self)?;
        Some(Box::new(move || shared.downcast_ref::<TokenBucket>().expect("it is the bucket")))
    }
}
