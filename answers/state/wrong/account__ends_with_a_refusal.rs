//! Leaves the task's loop with `?` at the first refusal. A refused request ends the account for everyone.
//! family: first_error_ends_all
//! caught by: it_gives_what_it_holds_and_no_more
//! says: leaves its loop

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
    async fn serve(
        balance: &mut u64,
        mailbox: &mut mpsc::Receiver<Request>,
    ) -> Result<(), InsufficientFunds> {
        while let Some(request) = mailbox.recv().await {
            match request {
                Request::Deposit(amount, answer) => {
                    *balance += amount;
                    let _ = answer.send(*balance);
                }
                Request::Withdraw(asked, answer) => {
                    let funds = InsufficientFunds { balance: *balance, asked };
                    let left = balance.checked_sub(asked).ok_or(funds);
                    let _ = answer.send(left.clone());
                    *balance = left?;
                }
            }
        }
        Ok(())
    }
    let _ = serve(&mut balance, &mut mailbox).await;
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
