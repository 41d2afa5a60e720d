//! Sends a message for each wake-up into a channel with one place. A second wake-up blocks, even inside the poll
//! itself.
//! family: blocks_the_thread
//! caught by: a_wake_up_during_the_poll_is_not_lost
//! says: a wake that blocks

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::task::{Context, Poll, Wake};

struct Bell(SyncSender<()>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let _ = self.0.send(());
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let (ring, rings) = sync_channel(1);
    let waker = Arc::new(Bell(ring)).into();
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        rings.recv().expect("the waker lives in this function");
    }
}
