//! Work that is drawn, and otherwise left as it is.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::probe::End;
use crate::probe::process::record::Lane;

pin_project! {
    /// A future whose beginning and end are recorded: see [`drawn`].
    pub struct Drawn<F> {
        #[pin]
        future: F,
        begun: bool,
        end: OnDrop,
    }
}

/// `future`, with its first poll and its end written into `lane`.
pub fn drawn<F: Future>(lane: Lane, future: F) -> Drawn<F> {
    Drawn { future, begun: false, end: OnDrop(Some(lane)) }
}

impl<F: Future> Future for Drawn<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        if let Some(lane) = this.end.0.filter(|_| !*this.begun) {
            *this.begun = true;
            lane.started();
        }
        let output = ready!(this.future.poll(cx));
        if let Some(lane) = this.end.0.take() {
            lane.ended(End::Finished);
        }
        Poll::Ready(output)
    }
}

/// The lane of a future that has not ended.
struct OnDrop(Option<Lane>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        if let Some(lane) = self.0 {
            lane.ended(if std::thread::panicking() { End::Panicked } else { End::Dropped });
        }
    }
}
