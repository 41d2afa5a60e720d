//! Closes the account in the `Drop` of a handle. The first clone that is dropped ends the task while other
//! handles still need it.
//! family: harms_others
//! caught by: the_task_ends_with_the_last_handle
//! says: a handle whose drop stops the task

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

enum Request {
    Deposit(u64, oneshot::Sender<u64>),
    Withdraw(u64, oneshot::Sender<Result<u64, InsufficientFunds>>),
    Close,
}

#[derive(Clone)]
pub struct Account {
    requests: mpsc::Sender<Request>,
}

impl Drop for Account {
    fn drop(&mut self) {
        let _ = self.requests.try_send(Request::Close);
    }
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
            Request::Close => return,
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
