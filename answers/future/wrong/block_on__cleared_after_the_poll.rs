//! Clears the flag after the poll, before it parks. A wake-up that came during the poll is forgotten.
//! family: lost_wake_up
//! caught by: a_wake_up_before_the_sleep_is_not_lost
//! says: a flag that is cleared after the poll

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake};

#[derive(Default)]
struct Bed {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl Wake for Bed {
    fn wake(self: Arc<Self>) {
        *self.woken.lock().expect("nobody panics with the flag in hand") = true;
        self.changed.notify_one();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let bed = Arc::new(Bed::default());
    let waker = Arc::clone(&bed).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        let mut woken = bed.woken.lock().expect("nobody panics with the flag in hand");
        *woken = false;
        while !*woken {
            woken = bed.changed.wait(woken).expect("nobody panics with the flag in hand");
        }
    }
}
