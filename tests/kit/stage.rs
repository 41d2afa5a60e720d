//! The stage, and what is seen of a call that was started on it.

use std::cell::Cell;
use std::future::pending;
use std::rc::Rc;

use futures::FutureExt;
use tokio::sync::oneshot;
use tokio_katas::probe::{Reason, let_the_runtime_run, stage, start};

use crate::{judge, passes};

#[tokio::test(start_paused = true)]
async fn a_started_call_runs_beside_the_claim() {
    passes(stage(async {
        let (tx, rx) = oneshot::channel();
        let call = start(async move { rx.await.unwrap_or(0) + 1 }.boxed_local());
        let_the_runtime_run().await;
        assert!(!call.has_returned());
        tx.send(41).expect("the call listens");
        let end = call.returned().await;
        assert_eq!((end.value, end.tasks), (42, 0));
    }))
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_call_that_leaves_a_task_is_told_of() {
    passes(stage(async {
        let call = start(async { drop(tokio::spawn(pending::<()>())) }.boxed_local());
        assert_eq!(call.returned().await.tasks, 1);
    }))
    .await;
}

/// Polled once at its start, and then never: nobody wakes it, although the claim itself is busy.
#[tokio::test(start_paused = true)]
async fn a_lost_wake_up_is_not_hidden_by_the_claim() {
    passes(stage(async {
        let polls = Rc::new(Cell::new(0));
        let count = Rc::clone(&polls);
        let call = start(
            std::future::poll_fn(move |_| {
                count.set(count.get() + 1);
                if count.get() > 1 { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .boxed_local(),
        );
        let_the_runtime_run().await;
        assert_eq!((polls.get(), call.has_returned()), (1, false));
    }))
    .await;
}

#[tokio::test(start_paused = true)]
async fn dropping_what_start_gave_drops_the_call() {
    passes(stage(async {
        let (tx, rx) = oneshot::channel::<()>();
        let call = start(rx.boxed_local());
        let_the_runtime_run().await;
        drop(call);
        assert!(tx.is_closed());
    }))
    .await;
}

/// A claim on the stage is still known by its own name.
#[tokio::test(start_paused = true)]
async fn a_failure_on_the_stage_is_the_claims() {
    let verdict = judge(stage(async {
        let call = start(async { panic!("off the stage") }.boxed_local());
        let () = call.returned().await.value;
    }))
    .await;
    assert_eq!(verdict.reason, Reason::Assert, "{}", verdict.text(false));
    assert_eq!(verdict.id, "kit::stage::a_failure_on_the_stage_is_the_claims");
}
