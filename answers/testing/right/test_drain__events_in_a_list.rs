//! Everything that happens goes into one list: jobs that begin and end, sends that succeed or fail.

pub mod test_drain {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;

    use tokio::sync::{mpsc, watch};
    use tokio::time::{Instant, sleep};
    use tokio_katas::subject::drain_on_shutdown;

    #[derive(Clone)]
    struct Events(Rc<RefCell<Vec<String>>>, Instant);

    impl Events {
        fn new() -> Events {
            Events(Rc::default(), Instant::now())
        }

        fn add(&self, what: String) {
            self.0.borrow_mut().push(format!("{:3} {what}", self.1.elapsed().as_millis()));
        }
    }

    async fn drain(jobs: mpsc::Receiver<u64>, shutdown: watch::Receiver<bool>, events: Events) {
        let log = events.clone();
        let work = move |job: u64| {
            log.add(format!("begins {job}"));
            let log = log.clone();
            async move {
                sleep(Duration::from_millis(job)).await;
                log.add(format!("ends {job}"));
                job
            }
        };
        let results = drain_on_shutdown(jobs, shutdown, work).await;
        events.add(format!("returns {results:?}"));
    }

    /// Tries to send every 10 ms from 5 ms on, for ever; the shutdown comes at `stop_ms`.
    async fn story(room: usize, stop_ms: u64, said: &[bool]) -> Vec<String> {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(room), watch::channel(false));
        let events = Events::new();
        let sends = async {
            for job in [12, 13, 14, 15] {
                sleep(Duration::from_millis(if job == 12 { 5 } else { 10 })).await;
                match tx.try_send(job) {
                    Ok(()) => events.add(format!("sent {job}")),
                    Err(error) => events.add(format!("{error}")),
                }
            }
        };
        let stops = async {
            sleep(Duration::from_millis(stop_ms)).await;
            for &value in said {
                stop.send(value).expect("it listens");
                sleep(Duration::from_millis(6)).await;
            }
        };
        tokio::join!(drain(jobs, shutdown, events.clone()), sends, stops);
        events.0.take()
    }

    #[tokio::test(start_paused = true)]
    async fn a_false_then_a_true_in_the_middle_of_a_job() {
        let expected = [
            "  5 sent 12",
            "  5 begins 12",
            " 15 sent 13",
            " 17 ends 12",
            " 17 begins 13",
            " 25 channel closed",
            " 30 ends 13",
            " 30 returns [12, 13]",
            " 35 channel closed",
        ];
        assert_eq!(story(4, 14, &[false, true]).await, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_room_is_taken_ahead() {
        let ((tx, jobs), (_stop, shutdown)) = (mpsc::channel(1), watch::channel(false));
        tx.try_send(50).expect("room");
        let events = Events::new();
        let fill = async {
            sleep(Duration::from_millis(1)).await;
            tx.try_send(1).expect("the first is in hand");
            sleep(Duration::from_millis(1)).await;
            events.add(tx.try_send(2).expect_err("no room").to_string());
            drop(tx);
        };
        tokio::join!(drain(jobs, shutdown, events.clone()), fill);
        let expected = [
            "  0 begins 50",
            "  2 no available capacity",
            " 50 ends 50",
            " 50 begins 1",
            " 51 ends 1",
            " 51 returns [50, 1]",
        ];
        assert_eq!(*events.0.borrow(), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn permits_and_a_long_queue_are_honoured() {
        let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(100), watch::channel(false));
        (0..99).for_each(|_| tx.try_send(1).expect("room"));
        let permit = tx.try_reserve().expect("one more place");
        let late = async {
            sleep(Duration::from_millis(2)).await;
            // The last word of a sender that is gone.
            stop.send(true).expect("it listens");
            drop(stop);
            sleep(Duration::from_millis(1)).await;
            assert!(tx.is_closed());
            sleep(Duration::from_millis(200)).await;
            permit.send(1);
        };
        let call = drain_on_shutdown(jobs, shutdown, |job| async move {
            sleep(Duration::from_millis(job)).await;
        });
        let (results, ()) = tokio::join!(call, late);
        assert_eq!(results.len(), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn a_true_that_was_there_first_and_a_sender_that_says_nothing() {
        for value in [true, false] {
            let ((tx, jobs), (stop, shutdown)) = (mpsc::channel(4), watch::channel(value));
            let call = drain_on_shutdown(jobs, shutdown, |job| async move { job });
            drop(stop);
            tx.try_send(1).expect("not polled yet");
            let later = async move {
                sleep(Duration::from_millis(5)).await;
                tx.send(2).await.is_ok()
            };
            let (results, sent) = tokio::join!(call, later);
            assert_eq!((results.len(), sent), if value { (1, false) } else { (2, true) });
        }
    }
}
