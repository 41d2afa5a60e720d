//! Sends the change itself, as a closure over the balance. The oneshot travels inside of it.

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

type Change = Box<dyn FnOnce(&mut u64) + Send>;

#[derive(Clone)]
pub struct Account(mpsc::Sender<Change>);

impl Account {
    pub fn open(mut balance: u64) -> Account {
        let (changes, mut mailbox) = mpsc::channel::<Change>(8);
        tokio::spawn(async move {
            while let Some(change) = mailbox.recv().await {
                change(&mut balance);
            }
        });
        Account(changes)
    }

    async fn ask<T: Send + 'static>(&self, change: impl FnOnce(&mut u64) -> T + Send + 'static) -> T {
        let (tell, told) = oneshot::channel();
        let change = move |balance: &mut u64| {
            let _ = tell.send(change(balance));
        };
        assert!(self.0.send(Box::new(change)).await.is_ok(), "the account's task is gone");
        told.await.expect("a change that was sent is made")
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        self.ask(move |balance| {
            *balance += amount;
            *balance
        })
        .await
    }

    pub async fn withdraw(&self, asked: u64) -> Result<u64, InsufficientFunds> {
        self.ask(move |balance| {
            if asked > *balance {
                return Err(InsufficientFunds { balance: *balance, asked });
            }
            *balance -= asked;
            Ok(*balance)
        })
        .await
    }
}
