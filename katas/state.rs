//! Who owns what tasks share. The lesson is in `katas/state.md`.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use tokio_katas::InsufficientFunds;

/// Spawns `tasks` tasks that each add one to one counter `per_task` times, and returns the sum.
///
/// All are spawned before the first is awaited, and each does a `yield_now` between two additions.
pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    todo!("let {tasks} tasks add {per_task} times each")
}

/// Values by key, each fetched when it is first asked for.
///
/// It is shared between tasks and threads in an `Arc`. Its fields are your choice; the one here is
/// only there so that `V` is used.
pub struct Cache<V> {
    values: PhantomData<V>,
}

impl<V: Clone + Send + Sync + 'static> Cache<V> {
    /// A cache that holds nothing.
    pub fn new() -> Cache<V> {
        todo!("an empty cache")
    }

    /// The value of `key`, fetched by `fetch` if the cache does not have it.
    ///
    /// However many callers ask for a key at the same time, one of them fetches, and the others wait
    /// for its value, which stays. Different keys are fetched at the same time. A fetch that is dropped
    /// half-way or panics leaves the key free; if others wait for it, exactly one of them fetches
    /// instead. A fetch may ask the same cache for another key.
    pub async fn get_or_fetch<F, Fut>(&self, key: &str, fetch: F) -> V
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = V>,
    {
        todo!("find {key:?}, or fetch it")
    }
}

/// A handle on an account. One task owns the balance; handles send it requests (mpsc), and it
/// answers each (oneshot).
///
/// Clones are handles on the same account. Its task ends when the last one is dropped. Its fields are
/// your choice.
#[derive(Clone)]
pub struct Account {}

impl Account {
    /// Opens an account: spawns the task that owns its balance.
    ///
    /// # Panics
    /// Without a Tokio runtime.
    pub fn open(balance: u64) -> Account {
        todo!("spawn the owner of {balance}")
    }

    /// Puts `amount` in, and gives the new balance.
    ///
    /// A request that is dropped half-way takes effect or does not, and harms no other.
    pub async fn deposit(&self, amount: u64) -> u64 {
        todo!("ask the owner to put {amount} in")
    }

    /// Takes `amount` out, and gives the new balance. If it is dropped half-way, the same holds as for `deposit`.
    ///
    /// # Errors
    /// If the account holds less; it is left as it is.
    pub async fn withdraw(&self, amount: u64) -> Result<u64, InsufficientFunds> {
        todo!("ask the owner to take {amount} out")
    }
}

/// Calls `stamp(line)` for every line, and appends what each gives to `log` as soon as it is ready.
///
/// All lines are stamped at the same time. Others lock the log meanwhile: the lock is never held
/// across an `.await`. Lines that are in the log already stay, and so do those that others append.
pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    todo!("stamp {} lines", lines.len())
}
