//! A flag under a mutex and a condition variable: looked at and slept on in one step.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};

#[derive(Default)]
struct Bed {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl Bed {
    fn sleep(&self) {
        let mut woken = self.woken.lock().expect("nobody panics with the flag in hand");
        while !*woken {
            woken = self.changed.wait(woken).expect("nobody panics with the flag in hand");
        }
        *woken = false;
    }
}

impl Wake for Bed {
    fn wake(self: Arc<Self>) {
        *self.woken.lock().expect("nobody panics with the flag in hand") = true;
        self.changed.notify_one();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let bed = Arc::new(Bed::default());
    let waker = Waker::from(bed.clone());
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => break output,
            Poll::Pending => bed.sleep(),
        }
    }
}
