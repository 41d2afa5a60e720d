//! A fair gate lets in one at a time, which waits there for a place; those behind it wait for the gate.

use std::sync::Mutex;

use tokio::sync::Notify;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    inside: Mutex<(Vec<C>, usize)>,
    gate: tokio::sync::Mutex<()>,
    left: Notify,
}

struct Place<'a, C>(&'a Pool<C>);

impl<C> Drop for Place<'_, C> {
    fn drop(&mut self) {
        self.0.inside.lock().unwrap().1 += 1;
        self.0.left.notify_one();
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        Pool {
            open: Box::new(open),
            inside: Mutex::new((Vec::new(), size.max(1))),
            gate: tokio::sync::Mutex::new(()),
            left: Notify::new(),
        }
    }

    fn take(&self) -> Option<(Place<'_, C>, Option<C>)> {
        let mut inside = self.inside.lock().unwrap();
        inside.1 = inside.1.checked_sub(1)?;
        Some((Place(self), inside.0.pop()))
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let gate = self.gate.lock().await;
        let (_place, idle) = loop {
            match self.take() {
                Some(taken) => break taken,
                None => self.left.notified().await,
            }
        };
        drop(gate);
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.inside.lock().unwrap().0.push(connection);
        result
    }
}
