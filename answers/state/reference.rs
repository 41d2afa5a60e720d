//! One worked answer for the whole kata.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{OnceCell, mpsc, oneshot};
use tokio::task::{JoinSet, yield_now};
use tokio_katas::InsufficientFunds;

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let mut adders = JoinSet::new();
    for _ in 0..tasks {
        let counter = Arc::clone(&counter);
        adders.spawn(async move {
            for nth in 0..per_task {
                if nth > 0 {
                    yield_now().await;
                }
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    adders.join_all().await;
    counter.load(Ordering::Relaxed)
}

pub struct Cache<V> {
    /// A cell for each key. The lock is held to find the cell, and never across an await.
    cells: Mutex<HashMap<String, Arc<OnceCell<V>>>>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    pub fn new() -> Cache<V> {
        Cache { cells: Mutex::default() }
    }

    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        let cell = {
            let mut cells = self.cells.lock().expect("nothing panics while it holds this lock");
            Arc::clone(cells.entry(key.to_owned()).or_default())
        };
        cell.get_or_init(fetch).await.clone()
    }
}

#[derive(Clone)]
pub struct Account {
    requests: mpsc::Sender<Request>,
}

enum Request {
    Deposit { amount: u64, answer: oneshot::Sender<u64> },
    Withdraw { amount: u64, answer: oneshot::Sender<Result<u64, InsufficientFunds>> },
}

impl Account {
    pub fn open(balance: u64) -> Account {
        let (requests, mailbox) = mpsc::channel(32);
        tokio::spawn(own(balance, mailbox));
        Account { requests }
    }

    pub async fn deposit(&self, amount: u64) -> u64 {
        self.ask(|answer| Request::Deposit { amount, answer }).await
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        self.ask(|answer| Request::Withdraw { amount, answer }).await
    }

    async fn ask<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> T {
        let (answer, answered) = oneshot::channel();
        // An error would mean that the task has ended, and it lives as long as its handles.
        let _ = self.requests.send(request(answer)).await;
        answered.await.expect("the task answers every request")
    }
}

/// The task that owns the balance, until the last handle is gone.
async fn own(mut balance: u64, mut mailbox: mpsc::Receiver<Request>) {
    while let Some(request) = mailbox.recv().await {
        // An answer that nobody waits for any more is no error here: its caller was dropped.
        match request {
            Request::Deposit { amount, answer } => {
                balance += amount;
                let _ = answer.send(balance);
            }
            Request::Withdraw { amount, answer } => {
                let left = balance.checked_sub(amount).ok_or(InsufficientFunds { balance, asked: amount });
                balance = *left.as_ref().unwrap_or(&balance);
                let _ = answer.send(left);
            }
        }
    }
}

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    while let Some(line) = stamps.next().await {
        // The guard lives to the end of this statement, and there is no await in it.
        log.lock().expect("nobody panics with the log locked").push(line);
    }
}
