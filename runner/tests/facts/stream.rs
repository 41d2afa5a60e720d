use std::cell::{Cell, RefCell};
use std::pin::pin;

use futures::future;
use futures::stream::{self, BoxStream, FuturesUnordered, StreamExt};
use tokio::sync::{Mutex, Semaphore, mpsc};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_stream::StreamMap;

use crate::{ms, ms_since};

/// katas/stream.md: "`send` gives the value back in an error"
#[tokio::test]
async fn a_value_that_cannot_be_sent_comes_back() {
    let (tx, rx) = mpsc::channel(1);
    drop(rx);
    assert_eq!(tx.send("mine").await.expect_err("nobody reads").0, "mine");
}

/// katas/stream.md: "The channel ends when the *last* sender is gone"
#[tokio::test(start_paused = true)]
async fn a_channel_ends_with_its_last_sender() {
    let (tx, mut rx) = mpsc::channel::<()>(1);
    drop(tx.clone());
    assert!(timeout(ms(10), rx.recv()).await.is_err(), "the first is still there");
    drop(tx);
    assert_eq!(rx.recv().await, None);
}

/// katas/stream.md: "many streams panic when they are polled again after `None`"
#[tokio::test]
#[should_panic(expected = "must not be polled after")]
async fn an_unfold_must_not_be_asked_again() {
    let mut nothing = Box::pin(stream::unfold((), |()| async { None::<((), ())> }));
    assert_eq!(nothing.next().await, None);
    nothing.next().await;
}

/// katas/stream.md: "`timeout_at(deadline, source.next())` drops only the question, not an item"
/// katas/cancel.md: "`mpsc::Receiver::recv` is, `read_exact` is not"
#[tokio::test(start_paused = true)]
async fn a_dropped_next_loses_nothing() {
    let (tx, rx) = mpsc::channel(1);
    let mut source = Box::pin(stream::unfold(rx, |mut rx| async { Some((rx.recv().await?, rx)) }));
    assert!(timeout_at(Instant::now() + ms(10), source.next()).await.is_err());
    tx.send(7).await.expect("a reader");
    assert_eq!(source.next().await, Some(7));
}

/// How many of 1000 messages are the first stream's, of two that are always ready before three quiet ones.
async fn share_of_the_first(picks: impl stream::Stream<Item = usize>) -> usize {
    picks.take(1000).filter(|which| std::future::ready(*which == 0)).count().await
}

fn busy_and_quiet() -> Vec<BoxStream<'static, usize>> {
    let busy = (0..2).map(|which| stream::repeat(which).boxed());
    busy.chain((0..3).map(|_| stream::pending().boxed())).collect()
}

/// katas/stream.md: "two busy streams before three quiet ones share about 4 : 1"
#[tokio::test]
async fn a_stream_map_favours_who_comes_after_the_quiet_ones() {
    let mut map = StreamMap::new();
    for (key, stream) in busy_and_quiet().into_iter().enumerate() {
        map.insert(key, stream);
    }
    let first = share_of_the_first(map.map(|(_, which)| which)).await;
    assert!((600..=950).contains(&first), "{first} of 1000");
}

/// katas/stream.md: "The picks of `select!` are no fairer"
#[tokio::test]
async fn so_does_select() {
    let picks = stream::unfold((), |()| async {
        let picked = tokio::select! {
            () = std::future::ready(()) => 0,
            () = std::future::ready(()) => 1,
            () = std::future::pending() => 2,
            () = std::future::pending() => 3,
            () = std::future::pending() => 4,
        };
        Some((picked, ()))
    });
    let first = share_of_the_first(picks).await;
    assert!((600..=950).contains(&first), "{first} of 1000");
}

/// katas/stream.md: "`futures::stream::select_all`, which takes turns"
#[tokio::test]
async fn select_all_takes_turns() {
    let first = share_of_the_first(stream::select_all(busy_and_quiet())).await;
    assert!((490..=510).contains(&first), "{first} of 1000");
}

/// katas/stream.md: "`tokio_stream::StreamExt::chunks_timeout` does this"
#[tokio::test(start_paused = true)]
async fn chunks_timeout_waits_from_the_first_item() {
    let start = Instant::now();
    let source = stream::iter([5, 9, 13, 22]).then(|at| async move {
        tokio::time::sleep_until(start + ms(at)).await;
        at
    });
    let batches = tokio_stream::StreamExt::chunks_timeout(source.chain(stream::pending()), 10, ms(10));
    let mut batches = pin!(batches);
    for (batch, closes) in [(vec![5, 9, 13], 15), (vec![22], 32)] {
        assert_eq!(batches.next().await, Some(batch));
        assert_eq!(ms_since(start), closes);
    }
}

/// katas/stream.md: "this is what `buffered(n)` is *not*: that one runs `n` pieces of work at the same time"
#[tokio::test(start_paused = true)]
async fn buffered_is_no_buffer() {
    let start = Instant::now();
    stream::iter([10, 10, 10]).map(|lasts| sleep(ms(lasts))).buffered(3).collect::<Vec<()>>().await;
    assert_eq!(ms_since(start), 10);
}

/// katas/stream.md: "A stream is polled only while somebody asks it for the next item."
/// katas/stream.md: "During a store nobody does, so all fetches stand still"
#[tokio::test(start_paused = true)]
async fn fetches_stand_still_during_a_store() {
    let (start, ended) = (Instant::now(), RefCell::new(Vec::new()));
    let fetch = |(lasts, steps)| {
        let ended = &ended;
        async move {
            for _ in 0..steps {
                sleep(ms(lasts)).await;
            }
            ended.borrow_mut().push(ms_since(start));
        }
    };
    let fetches = stream::iter([(10, 1), (5, 3)]).map(fetch).buffer_unordered(2);
    fetches.for_each(|()| sleep(ms(20))).await;
    // At 10 ms it had had two of its steps: the third begins when the store has ended.
    assert_eq!(*ended.borrow(), [10, 35]);
}

/// katas/stream.md: "a fetch is next in line and is never polled to take it"
#[tokio::test(start_paused = true)]
async fn a_store_may_wait_for_ever_for_a_permit() {
    let permits = Semaphore::new(1);
    let use_one = || async {
        let _permit = permits.acquire().await.expect("never closed");
        sleep(ms(10)).await;
    };
    let fetches = stream::iter([(), ()]).map(|()| use_one()).buffer_unordered(2);
    assert!(timeout(ms(60_000), fetches.for_each(|()| use_one())).await.is_err());
}

/// katas/stream.md: "once the next result is there, the `join` waits for the store alone, and all other fetches stand still"
#[tokio::test(start_paused = true)]
async fn a_join_with_the_next_result_keeps_one_fetch_going() {
    let (start, ended) = (Instant::now(), RefCell::new(Vec::new()));
    let fetch = |lasts| {
        let ended = &ended;
        async move {
            sleep(ms(lasts)).await;
            ended.borrow_mut().push(ms_since(start));
        }
    };
    let mut fetches: FuturesUnordered<_> = [10, 20, 30].into_iter().map(fetch).collect();
    let mut next = fetches.next().await;
    while let Some(()) = next {
        (next, ()) = future::join(fetches.next(), sleep(ms(50))).await;
    }
    assert_eq!(*ended.borrow(), [10, 20, 60]);
}

/// katas/stream.md: "Tokio's `Mutex` serves in order of arrival"
/// katas/stream.md: "in the one of the futures crate a newcomer can get ahead of a future that has waited longer"
#[tokio::test(start_paused = true)]
async fn one_mutex_is_fair_and_one_is_not() {
    let (fair, unfair) = (Mutex::new(()), futures::lock::Mutex::new(()));
    for (is_fair, expected) in [(true, [0, 1, 2, 3]), (false, [0, 1, 3, 2])] {
        let order = RefCell::new(Vec::new());
        let turn = |(name, asks)| {
            let (order, fair, unfair) = (&order, &fair, &unfair);
            async move {
                sleep(ms(asks)).await;
                let _fair = if is_fair { Some(fair.lock().await) } else { None };
                let _unfair = if is_fair { None } else { Some(unfair.lock().await) };
                order.borrow_mut().push(name);
                sleep(ms(10)).await;
            }
        };
        let asking = stream::iter([(0, 10), (1, 11), (2, 12), (3, 25)]);
        asking.for_each_concurrent(None, turn).await;
        assert_eq!(*order.borrow(), expected);
    }
}

/// katas/stream.md: "on top of it, each fetch holds a result until there is room, and the storing side holds one"
#[tokio::test(start_paused = true)]
async fn what_is_in_hand_around_a_channel() {
    let (in_hand, most) = (Cell::new(0), Cell::new(0));
    let (tx, mut rx) = mpsc::channel(4);
    let (in_hand, most) = (&in_hand, &most);
    let fetching = async move {
        let tx = &tx;
        let fetches = stream::iter(0..50).for_each_concurrent(3, |_| async move {
            in_hand.set(in_hand.get() + 1);
            most.set(most.get().max(in_hand.get()));
            sleep(ms(1)).await;
            tx.send(()).await.expect("a reader");
        });
        fetches.await;
    };
    let storing = async {
        while rx.recv().await.is_some() {
            sleep(ms(20)).await;
            in_hand.set(in_hand.get() - 1);
        }
    };
    future::join(fetching, storing).await;
    assert_eq!(most.get(), 4 + 3 + 1);
}
