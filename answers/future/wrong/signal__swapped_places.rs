//! Remembers the place of its waker in a list. Places shift when another future is dropped, so it removes the wrong
//! one.
//! family: lost_wake_up
//! caught by: any_course_of_events_will_do
//! says: places in a Vec shift

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

#[derive(Clone)]
pub struct Signal {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    raised: bool,
    waiting: Vec<Waker>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal { shared: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().expect("nobody panics with the state in hand")
    }

    pub fn raise(&self) {
        let mut shared = self.lock();
        shared.raised = true;
        for waker in shared.waiting.drain(..) {
            waker.wake();
        }
    }

    pub fn raised(&self) -> Raised {
        Raised { signal: self.clone(), place: None }
    }
}

pub struct Raised {
    signal: Signal,
    place: Option<usize>,
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let signal = self.signal.clone();
        let mut shared = signal.lock();
        if shared.raised {
            return Poll::Ready(());
        }
        match self.place.and_then(|place| shared.waiting.get_mut(place)) {
            Some(waker) => waker.clone_from(cx.waker()),
            None => {
                self.place = Some(shared.waiting.len());
                shared.waiting.push(cx.waker().clone());
            }
        }
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        let mut shared = self.signal.lock();
        if let Some(place) = self.place
            && place < shared.waiting.len()
        {
            shared.waiting.remove(place);
        }
    }
}
