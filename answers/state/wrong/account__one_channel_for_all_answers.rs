//! Sends all answers through one channel. The answer to a request that was dropped stays in it, and the next
//! caller takes it for its own.
//! family: shared_too_much
//! caught by: a_late_answer_is_not_taken_for_another
//! says: a oneshot belongs to one request

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use tokio_katas::InsufficientFunds;

enum Request {
    Deposit(u64),
    Withdraw(u64),
}

type Answer = Result<u64, InsufficientFunds>;

#[derive(Clone)]
pub struct Account {
    line: Arc<Mutex<(mpsc::Sender<Request>, mpsc::Receiver<Answer>)>>,
}

impl Account {
    pub fn open(mut balance: u64) -> Account {
        let (requests, mut mailbox) = mpsc::channel(1);
        let (answer, answers) = mpsc::channel(1);
        tokio::spawn(async move {
            while let Some(request) = mailbox.recv().await {
                let after = match request {
                    Request::Deposit(amount) => Ok(balance + amount),
                    Request::Withdraw(asked) => {
                        balance.checked_sub(asked).ok_or(InsufficientFunds { balance, asked })
                    }
                };
                balance = *after.as_ref().unwrap_or(&balance);
                let _ = answer.send(after).await;
            }
        });
        Account { line: Arc::new(Mutex::new((requests, answers))) }
    }

    async fn ask(&self, request: Request) -> Answer {
        let mut line = self.line.lock().await;
        let _ = line.0.send(request).await;
        line.1.recv().await.unwrap()
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        self.ask(Request::Deposit(amount)).await.unwrap_or_default()
    }

    pub async fn withdraw(&self, amount: u64) -> Answer {
        self.ask(Request::Withdraw(amount)).await
    }
}
