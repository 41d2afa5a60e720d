//! Ticks beside the round, and keeps a tick that came meanwhile for the next round. If a round ends just on a beat, it
//! is chance which of the two is seen first, and the beat may start two rounds.
//! family: missed_ticks
//! caught by: a_missed_beat_is_not_made_up
//! says: no beat starts two rounds

use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, interval_at};

pub async fn run_every<F, Fut>(every: Duration, rounds: u32, mut work: F)
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()>,
{
    let beat = Notify::new();
    let ticker = async {
        let mut beats = interval_at(Instant::now() + every, every);
        loop {
            beats.tick().await;
            beat.notify_one();
        }
    };
    let runner = async {
        for round in 0..rounds {
            if round > 0 {
                beat.notified().await;
            }
            work(round).await;
        }
    };
    tokio::select! {
        () = ticker => unreachable!("the ticker never ends"),
        () = runner => {}
    }
}
