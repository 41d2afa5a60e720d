//! Compares with `<` instead of `<=`, so it refuses to give out exactly what it holds.
//! family: off_by_one
//! caught by: it_gives_what_it_holds_and_no_more
//! says: `<` where `<=` belongs

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
            Request::Withdraw(amount, answer) if amount < balance => {
                balance -= amount;
                let _ = answer.send(Ok(balance));
            }
            Request::Withdraw(asked, answer) => {
                let _ = answer.send(Err(InsufficientFunds { balance, asked }));
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
