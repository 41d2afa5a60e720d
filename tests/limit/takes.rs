//! Takes that come, wait and are served or dropped, as planned or polled by hand: what the claims of `token_bucket` are
//! told in.

use std::cell::Cell;
use std::collections::VecDeque;
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::time::Instant;
use tokio_katas::OverCapacity;
use tokio_katas::probe::Callers;
use tokio_katas::probe::prelude::*;

use crate::token_bucket::{Answered, Bucket, NOT_WOKEN, OVERTAKES, TOO_SOON};

/// One `take`: when it comes, for how many, and what becomes of it.
#[derive(Clone, Copy)]
pub(crate) struct Take {
    at_ms: u64,
    pub(crate) tokens: u32,
    pub(crate) fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// At this ms.
    Served(u64),
    /// It is dropped at this ms, in line.
    Dropped(u64),
    /// At once, by a bucket of this capacity.
    Refused(u32),
}

/// A take at 0 ms that is served at once.
pub(crate) fn take(tokens: u32) -> Take {
    Take { at_ms: 0, tokens, fate: Fate::Served(0) }
}

impl Take {
    /// At this ms, and served at once.
    pub(crate) fn at(self, at_ms: u64) -> Take {
        Take { at_ms, fate: Fate::Served(at_ms), ..self }
    }

    pub(crate) fn served(self, at_ms: u64) -> Take {
        Take { fate: Fate::Served(at_ms), ..self }
    }

    pub(crate) fn dropped(self, at_ms: u64) -> Take {
        Take { fate: Fate::Dropped(at_ms), ..self }
    }

    pub(crate) fn refused(self, capacity: u32) -> Take {
        Take { fate: Fate::Refused(capacity), ..self }
    }
}

impl Bucket {
    /// Plays the takes, in order of their time, and expects that each ends as it should. Takes of one instant are
    /// polled in order.
    pub(crate) async fn serves<'c>(
        &self,
        takes: impl IntoIterator<Item = Take>,
        causes: impl Into<Causes<'c>>,
    ) {
        new_scene();
        let start = Instant::now();
        let takes: Vec<Take> = takes.into_iter().collect();
        let played: Vec<Played> = (1..).zip(takes).map(|(nth, take)| Played::new(nth, take)).collect();
        // A set of futures polls each only when it has been woken, as a task of its own would be.
        let mut instants: FuturesUnordered<_> = played
            .chunk_by(|one, next| one.take.at_ms == next.take.at_ms)
            .map(|of_one_instant| async move {
                // A sleep of no time yields, too.
                if of_one_instant[0].take.at_ms > 0 {
                    sleep_ms(of_one_instant[0].take.at_ms).await;
                }
                let calls = of_one_instant.iter().map(|take| take.play(self, start));
                calls.collect::<FuturesUnordered<_>>().count().await
            })
            .collect();
        while instants.next().await.is_some() {}
        let causes = causes.into();
        played.iter().for_each(|take| take.expect(causes));
    }
}

/// A take in line, and what became of it.
struct Played {
    name: String,
    take: Take,
    lane: Lane,
    /// The answer, if it was not dropped before it came, and when.
    end: Cell<Option<(u64, Answered)>>,
}

impl Played {
    fn new(nth: usize, take: Take) -> Played {
        let name = format!("take {nth}");
        let plural = if take.tokens == 1 { "" } else { "s" };
        let lane = Lane::new(format!("{name}: {} token{plural}", take.tokens));
        Played { name, take, lane, end: Cell::new(None) }
    }

    async fn play(&self, bucket: &Bucket, start: Instant) {
        self.lane.started();
        let call = bucket.take(self.take.tokens);
        let answer = match self.take.fate {
            Fate::Dropped(at_ms) => drop_after_ms(at_ms - self.take.at_ms, call).await,
            Fate::Served(_) | Fate::Refused(_) => Some(call.await),
        };
        if let Some(Err(_)) = answer {
            self.lane.note("refused");
        }
        self.lane.ended(if answer.is_some() { End::Finished } else { End::Dropped });
        self.end.set(answer.map(|answer| (start.elapsed().as_millis() as u64, answer)));
    }

    fn expect(&self, causes: Causes<'_>) {
        let Take { at_ms, tokens, fate } = self.take;
        let name = &self.name;
        let end = self.end.take();
        let asks = format!("{name} asks for {tokens} at {at_ms} ms");
        let (right, expected) = match fate {
            Fate::Served(at) => (end == Some((at, Ok(()))), format!("{asks}, and has them at {at} ms")),
            Fate::Dropped(at) => {
                (end.is_none(), format!("{asks}, and still waits when it is dropped at {at} ms"))
            }
            Fate::Refused(capacity) => {
                let refusal = OverCapacity { asked: tokens, capacity };
                let expected = format!("{asks}, and has this answer at once: {:?}", Err::<(), _>(&refusal));
                (end == Some((at_ms, Err(refusal))), expected)
            }
        };
        if right {
            return;
        }
        let (headline, seen, early) = match (fate, end) {
            (Fate::Served(due), Some((at, Ok(())))) => {
                let word = if at > due { "late" } else { "early" };
                (
                    format!("{name} was served {} ms too {word}", at.abs_diff(due)),
                    format!("at {at} ms"),
                    at < due,
                )
            }
            (_, Some((at, Ok(())))) => (format!("{name} was served"), format!("at {at} ms"), true),
            (Fate::Refused(_), Some((at, answer))) => {
                (format!("{name} has another answer"), format!("{answer:?} at {at} ms"), false)
            }
            (_, Some((at, answer))) => {
                (format!("{name} was refused"), format!("{answer:?} at {at} ms"), false)
            }
            (_, None) => (format!("{name} was dropped"), "no answer".to_owned(), false),
        };
        self.lane.note(match fate {
            Fate::Served(at) => format!("due at {at} ms"),
            Fate::Dropped(at) => format!("dropped at {at} ms"),
            Fate::Refused(_) => "to be refused".to_owned(),
        });
        let cause = if early { causes.early_or(TOO_SOON) } else { causes.late() };
        Failure::new(headline).expected(expected).seen(seen).cause(cause).raise();
    }
}

/// Callers in line that are polled by hand.
pub(crate) struct Line<'a> {
    bucket: &'a Bucket,
    pub(crate) callers: Callers<'a, Answered>,
    start: Instant,
}

impl<'a> Line<'a> {
    pub(crate) fn new(bucket: &'a Bucket) -> Line<'a> {
        Line { bucket, callers: Callers::default(), start: Instant::now() }
    }

    pub(crate) fn come(&mut self, caller: usize, tokens: u32) {
        self.callers.come(caller, self.bucket.take(tokens));
    }

    /// Lets time pass up to this ms. Those that are woken on the way are polled, but not those woken at this ms.
    pub(crate) async fn until_ms(&mut self, ms: u64) {
        while self.start.elapsed() < Duration::from_millis(ms) {
            self.callers.settle().await;
            sleep_ms(1).await;
        }
    }

    /// Polls this caller, and no other, for as long as it is woken.
    pub(crate) fn serve(&mut self, caller: usize) {
        // An answer may need more than one poll.
        for _ in 0..100 {
            self.callers.poll(caller);
            if self.callers.first_woken() != Some(caller) {
                break;
            }
        }
    }

    /// Polls those that are woken, and expects that these have been served, in this order.
    pub(crate) async fn expect_served(&mut self, expected: &[usize], cause: &str) {
        self.callers.settle().await;
        let served: Vec<usize> = self.callers.answered().iter().map(|(caller, _)| *caller).collect();
        let now = self.start.elapsed().as_millis();
        // Fewer than expected: somebody waits who should not.
        let too_few = cause == OVERTAKES && expected.starts_with(&served);
        let cause = if too_few { NOT_WOKEN } else { cause };
        expect(served == expected, || {
            Failure::new("not those were served whose turn it was")
                .expected(format!("served by {now} ms: callers {expected:?}, in this order"))
                .seen(format!("served: {served:?}; waiting: {:?}", self.callers.waiting()))
                .cause(cause)
        });
    }
}

/// Takes that come and go at random, on a bucket that was emptied at 0 ms; what becomes of each follows from the task.
pub(crate) fn course(rng: &mut Rng, capacity: u64, every: u64) -> Vec<Take> {
    let mut takes: Vec<Take> = Vec::new();
    let (mut line, mut held) = (VecDeque::<usize>::new(), 0);
    for now in 1.. {
        if now > 60 && line.is_empty() {
            break;
        }
        let beat = now % every == 0;
        held = (held + u64::from(beat)).min(capacity);
        // Dropped between two beats, so that nothing else happens to it at that instant.
        if !beat && !line.is_empty() && rng.pick(0..8) == 0 {
            let given_up = line.remove(rng.pick(0..line.len() as u64) as usize);
            takes[given_up.expect("it is in line")].fate = Fate::Dropped(now);
        }
        // Whether the beat goes on while it is full is left open: it is asked on the beat.
        let comes = now < 60 && rng.pick(0..4) == 0 && (held < capacity || beat);
        if comes {
            let tokens = rng.pick(1..capacity + 2);
            let take = take(tokens as u32).at(now);
            if tokens > capacity {
                takes.push(take.refused(capacity as u32));
            } else {
                line.push_back(takes.len());
                takes.push(take);
            }
        }
        while let Some(&first) = line.front()
            && u64::from(takes[first].tokens) <= held
        {
            held -= u64::from(takes[first].tokens);
            takes[first].fate = Fate::Served(now);
            line.pop_front();
        }
    }
    takes
}
