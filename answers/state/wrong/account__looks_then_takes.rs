//! Asks for the balance in one message and sets the new one in another. Requests of others come between the two.
//! family: check_then_act
//! caught by: the_same_money_is_given_once
//! says: in two steps

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

enum Request {
    Balance(oneshot::Sender<u64>),
    Set(u64, oneshot::Sender<()>),
}

#[derive(Clone)]
pub struct Account {
    requests: mpsc::Sender<Request>,
}

impl Account {
    pub fn open(mut balance: u64) -> Account {
        let (requests, mut mailbox) = mpsc::channel(32);
        tokio::spawn(async move {
            while let Some(request) = mailbox.recv().await {
                match request {
                    Request::Balance(answer) => {
                        let _ = answer.send(balance);
                    }
                    Request::Set(new, answer) => {
                        balance = new;
                        let _ = answer.send(());
                    }
                }
            }
        });
        Account { requests }
    }

    async fn ask<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> T {
        let (answer, answered) = oneshot::channel();
        let _ = self.requests.send(request(answer)).await;
        answered.await.unwrap()
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let balance = self.ask(Request::Balance).await + amount;
        self.ask(|answer| Request::Set(balance, answer)).await;
        balance
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let balance = self.ask(Request::Balance).await;
        let left = balance.checked_sub(amount).ok_or(InsufficientFunds { balance, asked: amount })?;
        self.ask(|answer| Request::Set(left, answer)).await;
        Ok(left)
    }
}
