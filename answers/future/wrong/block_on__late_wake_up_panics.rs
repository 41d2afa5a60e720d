//! Sends a message for each wake-up and unwraps the result. A waker that is woken after `block_on` has returned
//! panics.
//! family: panic_escapes
//! caught by: a_late_wake_up_does_no_harm
//! says: a waker panicked

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Poll, Wake};

struct Bell(Sender<()>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.send(()).expect("block_on is still there");
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let (ring, rings) = channel();
    let waker = Arc::new(Bell(ring)).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        rings.recv().expect("the waker lives in this function");
    }
}
