//! Sends the request in the call, before the future is polled. The future only waits for the answer.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: a request that is sent by the call

use std::future::Future;

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

enum Request {
    Deposit(u64, oneshot::Sender<u64>),
    Withdraw(u64, oneshot::Sender<Result<u64, InsufficientFunds>>),
}

#[derive(Clone)]
pub struct Account {
    requests: mpsc::UnboundedSender<Request>,
}

async fn own(mut balance: u64, mut mailbox: mpsc::UnboundedReceiver<Request>) {
    while let Some(request) = mailbox.recv().await {
        match request {
            Request::Deposit(amount, answer) => {
                balance += amount;
                let _ = answer.send(balance);
            }
            Request::Withdraw(asked, answer) => {
                let left = balance.checked_sub(asked).ok_or(InsufficientFunds { balance, asked });
                balance = *left.as_ref().unwrap_or(&balance);
                let _ = answer.send(left);
            }
        }
    }
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (requests, mailbox) = mpsc::unbounded_channel();
        tokio::spawn(own(balance, mailbox));
        Account { requests }
    }

    pub fn deposit(&self, amount: u64) -> impl Future<Output = u64> + use<> {
        let (answer, answered) = oneshot::channel();
        let _ = self.requests.send(Request::Deposit(amount, answer));
        async { answered.await.unwrap() }
    }

    pub fn withdraw(&self, amount: u64) -> impl Future<Output = Result<u64, InsufficientFunds>> + use<> {
        let (answer, answered) = oneshot::channel();
        let _ = self.requests.send(Request::Withdraw(amount, answer));
        async { answered.await.unwrap() }
    }
}
