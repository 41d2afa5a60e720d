//! Registers `Account` with its claims.

use futures::future::LocalBoxFuture;
use state::account::{ANSWER, Everywhere, Handle};
use tokio_katas::InsufficientFunds;
use tokio_katas::probe::shared;

use super::kata;

pub fn register() {
    ANSWER.set(|balance| Box::new(Account(kata::Account::open(balance))));
}

struct Account(kata::Account);

impl Handle for Account {
    fn deposit(&self, amount: u64) -> LocalBoxFuture<'_, u64> {
        Box::pin(self.0.deposit(amount))
    }

    fn withdraw(&self, amount: u64) -> LocalBoxFuture<'_, Result<u64, InsufficientFunds>> {
        Box::pin(self.0.withdraw(amount))
    }

    fn clone_box(&self) -> Box<dyn Handle> {
        Box::new(Account(Clone::clone(&self.0)))
    }

    fn everywhere(&self) -> Option<Everywhere<'_>> {
        let shared = shared!(*self)?;
        Some(Box::new(move || shared.downcast_ref::<Account>().expect("it is the account")))
    }
}
