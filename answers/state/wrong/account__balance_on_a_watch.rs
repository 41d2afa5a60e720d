//! Publishes the balance on a watch channel and reads it there once the request is done. Another request may have
//! changed it in between.
//! family: check_then_act
//! caught by: thousands_may_ask_at_once
//! says: read in a second step

use tokio::sync::{mpsc, oneshot, watch};
use tokio_katas::InsufficientFunds;

enum Request {
    Deposit(u64, oneshot::Sender<()>),
    Withdraw(u64, oneshot::Sender<Option<InsufficientFunds>>),
}

#[derive(Clone)]
pub struct Account {
    requests: mpsc::Sender<Request>,
    balance: watch::Receiver<u64>,
}

impl Account {
    pub fn open(mut balance: u64) -> Account {
        let (requests, mut mailbox) = mpsc::channel(32);
        let (publish, published) = watch::channel(balance);
        tokio::spawn(async move {
            while let Some(request) = mailbox.recv().await {
                match request {
                    Request::Deposit(amount, done) => {
                        balance += amount;
                        publish.send_replace(balance);
                        let _ = done.send(());
                    }
                    Request::Withdraw(asked, done) => {
                        let left = balance.checked_sub(asked);
                        let refused = left.is_none().then_some(InsufficientFunds { balance, asked });
                        balance = left.unwrap_or(balance);
                        publish.send_replace(balance);
                        let _ = done.send(refused);
                    }
                }
            }
        });
        Account { requests, balance: published }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let (done, told) = oneshot::channel();
        let _ = self.requests.send(Request::Deposit(amount, done)).await;
        told.await.unwrap();
        *self.balance.borrow()
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let (done, told) = oneshot::channel();
        let _ = self.requests.send(Request::Withdraw(amount, done)).await;
        match told.await.unwrap() {
            Some(refused) => Err(refused),
            None => Ok(*self.balance.borrow()),
        }
    }
}
