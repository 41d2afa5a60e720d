//! Opens a new account in `clone`, with a task and a balance of its own. Changes made through one handle are not
//! seen by the others.
//! family: copied_state
//! caught by: one_task_owns_the_state
//! says: its clone copies the balance

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

enum Request {
    Deposit(u64, oneshot::Sender<u64>),
    Withdraw(u64, oneshot::Sender<Result<u64, InsufficientFunds>>),
}

pub struct Account {
    requests: mpsc::Sender<Request>,
    last_known: Arc<AtomicU64>,
}

impl Clone for Account {
    fn clone(&self) -> Account {
        Account::open(self.last_known.load(Ordering::SeqCst))
    }
}

async fn own(known: Arc<AtomicU64>, mut mailbox: mpsc::Receiver<Request>) {
    let mut balance = known.load(Ordering::SeqCst);
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
        known.store(balance, Ordering::SeqCst);
    }
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (requests, mailbox) = mpsc::channel(32);
        let last_known = Arc::new(AtomicU64::new(balance));
        tokio::spawn(own(Arc::clone(&last_known), mailbox));
        Account { requests, last_known }
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
