//! Each future has a slot of its own; the signal knows them weakly, so a dropped one is just gone.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context, Poll, Waker};

type Slot = Mutex<Option<Waker>>;

#[derive(Clone)]
pub struct Signal {
    state: Arc<Mutex<State>>,
}

struct State {
    raised: bool,
    slots: Vec<Weak<Slot>>,
}

impl Signal {
    pub fn new() -> Signal {
        Signal { state: Arc::new(Mutex::new(State { raised: false, slots: Vec::new() })) }
    }

    pub fn raise(&self) {
        let slots = {
            let mut state = self.state.lock().expect("nobody panics with the state in hand");
            state.raised = true;
            std::mem::take(&mut state.slots)
        };
        for slot in slots.iter().filter_map(Weak::upgrade) {
            let waker = slot.lock().expect("nobody panics with a slot in hand").take();
            waker.into_iter().for_each(Waker::wake);
        }
    }

    pub fn raised(&self) -> Raised {
        Raised { state: Arc::clone(&self.state), slot: Arc::default(), known: false }
    }
}

pub struct Raised {
    state: Arc<Mutex<State>>,
    slot: Arc<Slot>,
    known: bool,
}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let mut state = this.state.lock().expect("nobody panics with the state in hand");
        if state.raised {
            return Poll::Ready(());
        }
        *this.slot.lock().expect("nobody panics with a slot in hand") = Some(cx.waker().clone());
        if !this.known {
            state.slots.retain(|slot| slot.strong_count() > 0);
            state.slots.push(Arc::downgrade(&this.slot));
            this.known = true;
        }
        Poll::Pending
    }
}
