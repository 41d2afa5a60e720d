//! Keeps the waker of the first poll. When another task polls the stream later, the wrong one is woken.
//! family: old_waker
//! caught by: the_task_that_polled_last_is_woken
//! says: a waker kept from the first poll

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

struct Shared<T> {
    queue: Mutex<VecDeque<T>>,
    room: Semaphore,
    waker: Mutex<Option<Waker>>,
}

impl<T> Shared<T> {
    fn wake(&self) {
        if let Some(waker) = &*self.waker.lock().unwrap() {
            waker.wake_by_ref();
        }
    }
}

pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    let shared = Arc::new(Shared {
        queue: Mutex::new(VecDeque::new()),
        room: Semaphore::new(1),
        waker: Mutex::new(None),
    });
    let mut sources = Some(sources);
    let mut tasks = JoinSet::new();
    stream::poll_fn(move |cx| {
        shared.waker.lock().unwrap().get_or_insert_with(|| cx.waker().clone());
        for mut source in sources.take().into_iter().flatten() {
            let shared = Arc::clone(&shared);
            tasks.spawn(async move {
                while let Some(message) = source.recv().await {
                    shared.room.acquire().await.unwrap().forget();
                    shared.queue.lock().unwrap().push_back(message);
                    shared.wake();
                }
            });
        }
        if let Some(message) = shared.queue.lock().unwrap().pop_front() {
            shared.room.add_permits(1);
            return Poll::Ready(Some(message));
        }
        loop {
            match tasks.poll_join_next(cx) {
                Poll::Ready(Some(_)) => {}
                Poll::Ready(None) => return Poll::Ready(shared.queue.lock().unwrap().pop_front()),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .boxed()
}
