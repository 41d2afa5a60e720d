//! Keeps a sender inside the task itself. Its mailbox never closes, so the task never ends.
//! family: kept_alive
//! caught by: the_task_ends_with_the_last_handle
//! says: a sender that the task keeps for itself

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

/// The account as its task sees it: it could ask itself for something later on.
struct Owner {
    balance: u64,
    mailbox: mpsc::Receiver<Request>,
    _myself: Account,
}

impl Owner {
    async fn run(mut self) {
        while let Some(request) = self.mailbox.recv().await {
            match request {
                Request::Deposit(amount, answer) => {
                    self.balance += amount;
                    let _ = answer.send(self.balance);
                }
                Request::Withdraw(asked, answer) if asked > self.balance => {
                    let _ = answer.send(Err(InsufficientFunds { balance: self.balance, asked }));
                }
                Request::Withdraw(amount, answer) => {
                    self.balance -= amount;
                    let _ = answer.send(Ok(self.balance));
                }
            }
        }
    }
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (requests, mailbox) = mpsc::channel(32);
        let account = Account { requests };
        tokio::spawn(Owner { balance, mailbox, _myself: account.clone() }.run());
        account
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
