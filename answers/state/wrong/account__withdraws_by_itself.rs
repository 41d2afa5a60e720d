//! Sends deposits to the task, but changes the balance behind a lock for withdrawals.
//! family: not_in_a_task
//! caught by: only_the_task_changes_the_balance
//! says: Withdraw(1) was answered before the account's task could run

use std::sync::{Arc, Mutex};

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

type Deposit = (u64, oneshot::Sender<u64>);

#[derive(Clone)]
pub struct Account {
    balance: Arc<Mutex<u64>>,
    deposits: mpsc::Sender<Deposit>,
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (deposits, mut mailbox) = mpsc::channel::<Deposit>(8);
        let balance = Arc::new(Mutex::new(balance));
        let shared = Arc::clone(&balance);
        tokio::spawn(async move {
            while let Some((amount, answer)) = mailbox.recv().await {
                let mut balance = shared.lock().unwrap();
                *balance += amount;
                let _ = answer.send(*balance);
            }
        });
        Account { balance, deposits }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let (answer, answered) = oneshot::channel();
        let _ = self.deposits.send((amount, answer)).await;
        answered.await.unwrap()
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let mut balance = self.balance.lock().unwrap();
        let left = balance.checked_sub(amount);
        *balance = left.ok_or(InsufficientFunds { balance: *balance, asked: amount })?;
        Ok(*balance)
    }
}
