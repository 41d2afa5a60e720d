//! A mailbox with room for one request: whoever finds it full waits, and nothing piles up.

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::oneshot;
use tokio_katas::InsufficientFunds;

enum Message {
    Deposit(u64, oneshot::Sender<u64>),
    Withdraw(u64, oneshot::Sender<Result<u64, InsufficientFunds>>),
}

struct Ledger {
    balance: u64,
    mailbox: Receiver<Message>,
}

impl Ledger {
    async fn run(mut self) {
        while let Some(message) = self.mailbox.recv().await {
            match message {
                Message::Deposit(amount, reply) => {
                    self.balance += amount;
                    let _ = reply.send(self.balance);
                }
                Message::Withdraw(asked, reply) if asked > self.balance => {
                    let _ = reply.send(Err(InsufficientFunds { balance: self.balance, asked }));
                }
                Message::Withdraw(amount, reply) => {
                    self.balance -= amount;
                    let _ = reply.send(Ok(self.balance));
                }
            }
        }
    }
}

#[derive(Clone)]
pub struct Account {
    mailbox: Sender<Message>,
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (sender, mailbox) = mpsc::channel(1);
        tokio::spawn(Ledger { balance, mailbox }.run());
        Account { mailbox: sender }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        let (reply, answer) = oneshot::channel();
        let room = self.mailbox.reserve().await.expect("the ledger is open");
        room.send(Message::Deposit(amount, reply));
        answer.await.expect("the ledger answers")
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        let (reply, answer) = oneshot::channel();
        let room = self.mailbox.reserve().await.expect("the ledger is open");
        room.send(Message::Withdraw(amount, reply));
        answer.await.expect("the ledger answers")
    }
}
