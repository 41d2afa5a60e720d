//! Has no task: every handle locks the balance and changes it itself.
//! family: not_in_a_task
//! caught by: one_task_owns_the_state
//! says: the account's task is not there

use std::sync::{Arc, Mutex};

use tokio_katas::InsufficientFunds;

#[derive(Clone)]
pub struct Account {
    balance: Arc<Mutex<u64>>,
}

impl Account {
    pub fn open(balance: u64) -> Account {
        Account { balance: Arc::new(Mutex::new(balance)) }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let mut balance = self.balance.lock().unwrap();
        *balance += amount;
        *balance
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let mut balance = self.balance.lock().unwrap();
        let left = balance.checked_sub(amount);
        *balance = left.ok_or(InsufficientFunds { balance: *balance, asked: amount })?;
        Ok(*balance)
    }
}
