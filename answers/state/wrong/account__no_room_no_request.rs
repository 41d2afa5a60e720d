//! Sends requests with `try_send` and unwraps. A full mailbox makes the request panic instead of wait.
//! family: gives_up_when_busy
//! caught by: thousands_may_ask_at_once
//! says: try_send

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

enum Request {
    Deposit(u64, oneshot::Sender<u64>),
    Withdraw(u64, oneshot::Sender<Result<u64, InsufficientFunds>>),
}

#[derive(Clone)]
pub struct Account {
    requests: mpsc::Sender<Request>,
}

async fn own(mut balance: u64, mut mailbox: mpsc::Receiver<Request>) {
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
        let (requests, mailbox) = mpsc::channel(1024);
        tokio::spawn(own(balance, mailbox));
        Account { requests }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let (answer, answered) = oneshot::channel();
        self.requests.try_send(Request::Deposit(amount, answer)).unwrap();
        answered.await.unwrap()
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let (answer, answered) = oneshot::channel();
        self.requests.try_send(Request::Withdraw(amount, answer)).unwrap();
        answered.await.unwrap()
    }
}
