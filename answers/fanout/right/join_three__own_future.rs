//! A future of its own: a struct with three boxed futures and three places for their results.

use std::pin::Pin;
use std::task::{Context, Poll};

enum Slot<F: Future> {
    Running(Pin<Box<F>>),
    Done(F::Output),
    Taken,
}

impl<F: Future> Slot<F> {
    fn new(future: F) -> Self {
        Slot::Running(Box::pin(future))
    }

    /// Polls the future unless it is done; says whether it is.
    fn advance(&mut self, cx: &mut Context<'_>) -> bool {
        if let Slot::Running(future) = self
            && let Poll::Ready(value) = future.as_mut().poll(cx)
        {
            *self = Slot::Done(value);
        }
        !matches!(self, Slot::Running(_))
    }

    fn take(&mut self) -> F::Output {
        match std::mem::replace(self, Slot::Taken) {
            Slot::Done(value) => value,
            _ => panic!("taken before it was done, or twice"),
        }
    }
}

struct JoinThree<A: Future, B: Future, C: Future>(Slot<A>, Slot<B>, Slot<C>);

// The futures are boxed, and the results are never pinned.
impl<A: Future, B: Future, C: Future> Unpin for JoinThree<A, B, C> {}

impl<A: Future, B: Future, C: Future> Future for JoinThree<A, B, C> {
    type Output = (A::Output, B::Output, C::Output);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let JoinThree(a, b, c) = &mut *self;
        let done = [a.advance(cx), b.advance(cx), c.advance(cx)];
        if done != [true; 3] {
            return Poll::Pending;
        }
        Poll::Ready((a.take(), b.take(), c.take()))
    }
}

pub fn join_three<A, B, C>(a: A, b: B, c: C) -> impl Future<Output = (A::Output, B::Output, C::Output)>
where
    A: Future,
    B: Future,
    C: Future,
{
    JoinThree(Slot::new(a), Slot::new(b), Slot::new(c))
}
