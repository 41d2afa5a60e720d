//! A oneshot that is shared by all who wait. The sender stays where it is until it is used.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::Shared;

#[derive(Clone)]
pub struct Signal {
    sender: Arc<Mutex<Option<oneshot::Sender<()>>>>,
    receiver: Shared<oneshot::Receiver<()>>,
}

impl Signal {
    pub fn new() -> Signal {
        let (sender, receiver) = oneshot::channel();
        Signal { sender: Arc::new(Mutex::new(Some(sender))), receiver: receiver.shared() }
    }

    pub fn raise(&self) {
        let sender = self.sender.lock().expect("nobody panics with the sender in hand").take();
        if let Some(sender) = sender {
            // The receiver lives in this very handle.
            let _ = sender.send(());
        }
    }

    pub fn raised(&self) -> Raised {
        Raised { receiver: self.receiver.clone(), _sender: Arc::clone(&self.sender) }
    }
}

pub struct Raised {
    receiver: Shared<oneshot::Receiver<()>>,
    _sender: Arc<Mutex<Option<oneshot::Sender<()>>>>,
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.receiver.poll_unpin(cx).map(|_| ())
    }
}
