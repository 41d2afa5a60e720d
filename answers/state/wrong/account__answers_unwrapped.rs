//! Unwraps the sending of each answer. When a caller was dropped, the send fails, and the panic ends the account
//! for everyone.
//! family: closed_taken_wrong
//! caught by: a_dropped_request_harms_no_other
//! says: the task dies of it

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
                answer.send(balance).unwrap();
            }
            Request::Withdraw(asked, answer) => {
                let left = balance.checked_sub(asked).ok_or(InsufficientFunds { balance, asked });
                balance = *left.as_ref().unwrap_or(&balance);
                answer.send(left).unwrap();
            }
        }
    }
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (requests, mailbox) = mpsc::channel(32);
        tokio::spawn(own(balance, mailbox));
        Account { requests }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let (answer, answered) = oneshot::channel();
        let _ = self.requests.send(Request::Deposit(amount, answer)).await;
        answered.await.unwrap()
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let (answer, answered) = oneshot::channel();
        let _ = self.requests.send(Request::Withdraw(amount, answer)).await;
        answered.await.unwrap()
    }
}
