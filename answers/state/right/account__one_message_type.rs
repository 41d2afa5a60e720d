//! One kind of message: a change, and where the answer goes. The mailbox is unbounded.

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

struct Change {
    deposit: u64,
    withdraw: u64,
    answer: oneshot::Sender<Result<u64, InsufficientFunds>>,
}

#[derive(Clone)]
pub struct Account {
    changes: mpsc::UnboundedSender<Change>,
}

impl Account {
    pub fn open(mut balance: u64) -> Account {
        let (changes, mut mailbox) = mpsc::unbounded_channel::<Change>();
        tokio::spawn(async move {
            while let Some(Change { deposit, withdraw, answer }) = mailbox.recv().await {
                let result = match balance.checked_sub(withdraw) {
                    Some(left) => {
                        balance = left + deposit;
                        Ok(balance)
                    }
                    None => Err(InsufficientFunds { balance, asked: withdraw }),
                };
                answer.send(result).ok();
            }
        });
        Account { changes }
    }

    async fn change(&self, deposit: u64, withdraw: u64) -> Result<u64, InsufficientFunds> {
        let (answer, answered) = oneshot::channel();
        self.changes.send(Change { deposit, withdraw, answer }).expect("the task outlives its handles");
        answered.await.expect("every request is answered")
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        self.change(amount, 0).await.expect("nothing is taken out")
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        self.change(0, amount).await
    }
}
