//! Has a task that only writes a history. Every handle still locks the balance and changes it itself.
//! family: not_in_a_task
//! caught by: only_the_task_changes_the_balance
//! says: every handle changes

use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use tokio_katas::InsufficientFunds;

#[derive(Clone)]
pub struct Account {
    balance: Arc<Mutex<u64>>,
    history: mpsc::UnboundedSender<u64>,
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (history, mut balances) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut past = Vec::new();
            while let Some(balance) = balances.recv().await {
                past.push(balance);
            }
        });
        Account { balance: Arc::new(Mutex::new(balance)), history }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let mut balance = self.balance.lock().unwrap();
        *balance += amount;
        let _ = self.history.send(*balance);
        *balance
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let mut balance = self.balance.lock().unwrap();
        let left = balance.checked_sub(amount);
        *balance = left.ok_or(InsufficientFunds { balance: *balance, asked: amount })?;
        let _ = self.history.send(*balance);
        Ok(*balance)
    }
}
