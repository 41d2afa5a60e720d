//! As many tokens in a channel as there are places. Its receiver stands behind Tokio's fair lock: the first in line
//! holds it and waits for a token.

use std::sync::Mutex;

use tokio::sync::mpsc;

pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: Mutex<Vec<C>>,
    give: mpsc::UnboundedSender<()>,
    tokens: tokio::sync::Mutex<mpsc::UnboundedReceiver<()>>,
}

struct Token(mpsc::UnboundedSender<()>);

impl Drop for Token {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        let (give, tokens) = mpsc::unbounded_channel();
        (0..size.max(1)).for_each(|_| give.send(()).expect("the receiver is here"));
        Pool { open: Box::new(open), idle: Mutex::default(), give, tokens: tokio::sync::Mutex::new(tokens) }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let mut tokens = self.tokens.lock().await;
        tokens.recv().await;
        drop(tokens);
        let _token = Token(self.give.clone());
        let idle = self.idle.lock().unwrap().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => (self.open)(),
        };
        let result = work(&mut connection).await;
        self.idle.lock().unwrap().push(connection);
        result
    }
}
