//! Leaves out the request of a caller who is gone by the time it is served, and takes many from the mailbox at once.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio_katas::InsufficientFunds;

enum Kind {
    In(u64),
    Out(u64),
}

struct Request {
    kind: Kind,
    answer: oneshot::Sender<Result<u64, InsufficientFunds>>,
}

/// The task of the account, stopped with the last handle.
struct Owner {
    requests: mpsc::UnboundedSender<Request>,
    task: tokio::task::AbortHandle,
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Clone)]
pub struct Account(Arc<Owner>);

impl Account {
    pub fn open(balance: u64) -> Account {
        let (requests, mailbox) = mpsc::unbounded_channel();
        let task = tokio::spawn(serve(balance, mailbox)).abort_handle();
        Account(Arc::new(Owner { requests, task }))
    }

    async fn ask(&self, kind: Kind) -> Result<u64, InsufficientFunds> {
        let (answer, answered) = oneshot::channel();
        let _ = self.0.requests.send(Request { kind, answer });
        answered.await.expect("the handle keeps the task alive")
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        self.ask(Kind::In(amount)).await.unwrap_or_default()
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        self.ask(Kind::Out(amount)).await
    }
}

async fn serve(mut balance: u64, mut mailbox: mpsc::UnboundedReceiver<Request>) {
    let mut requests = Vec::new();
    while mailbox.recv_many(&mut requests, 64).await > 0 {
        for Request { kind, answer } in requests.drain(..).filter(|request| !request.answer.is_closed()) {
            let after = match kind {
                Kind::In(amount) => Ok(balance + amount),
                Kind::Out(asked) => balance.checked_sub(asked).ok_or(InsufficientFunds { balance, asked }),
            };
            let changed = after.as_ref().copied().unwrap_or(balance);
            // Only if the answer has been taken off our hands.
            if answer.send(after).is_ok() {
                balance = changed;
            }
        }
    }
}
