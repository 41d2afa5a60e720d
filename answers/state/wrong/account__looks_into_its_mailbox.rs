//! Looks into its mailbox every ten milliseconds with `try_recv`. Requests wait for the next look instead of
//! waking the task.
//! family: looks_now_and_then
//! caught by: answers_are_the_new_balance
//! says: every now and then

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
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        loop {
            match mailbox.try_recv() {
                Ok(Request::Deposit(amount, answer)) => {
                    balance += amount;
                    let _ = answer.send(balance);
                }
                Ok(Request::Withdraw(asked, answer)) => {
                    let left = balance.checked_sub(asked).ok_or(InsufficientFunds { balance, asked });
                    balance = *left.as_ref().unwrap_or(&balance);
                    let _ = answer.send(left);
                }
                Err(mpsc::error::TryRecvError::Empty) => break,
                Err(mpsc::error::TryRecvError::Disconnected) => return,
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
