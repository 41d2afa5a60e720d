//! Holds each job at a gate of its own instead of letting it sleep: the test opens them in the order that it wants.

pub mod test_limit {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::task::yield_now;
    use tokio::time::sleep;
    use tokio_katas::subject::map_limited;

    struct Gates {
        called: Arc<Mutex<Vec<usize>>>,
        open: Vec<Option<oneshot::Sender<()>>>,
    }

    impl Gates {
        async fn called(&self) -> Vec<usize> {
            for _ in 0..20 {
                yield_now().await;
            }
            self.called.lock().unwrap().clone()
        }

        fn open(&mut self, job: usize) {
            self.open[job].take().unwrap().send(()).unwrap();
        }
    }

    fn gated(jobs: usize, limit: usize) -> (Gates, impl Future<Output = Vec<usize>> + Send) {
        let (open, gates): (Vec<_>, Vec<_>) = (0..jobs).map(|_| oneshot::channel::<()>()).unzip();
        let called = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&called);
        let work = move |(job, gate): (usize, oneshot::Receiver<()>)| {
            record.lock().unwrap().push(job);
            async move {
                gate.await.unwrap();
                job
            }
        };
        let call = map_limited(gates.into_iter().enumerate().collect(), limit, work);
        (Gates { called, open: open.into_iter().map(Some).collect() }, call)
    }

    #[tokio::test(start_paused = true)]
    async fn a_free_place_is_taken_at_once_in_input_order() {
        let (mut gates, call) = gated(5, 2);
        assert_eq!(gates.called().await, []);
        let call = tokio::spawn(call);
        assert_eq!(gates.called().await, [0, 1]);
        gates.open(1);
        assert_eq!(gates.called().await, [0, 1, 2]);
        gates.open(2);
        assert_eq!(gates.called().await, [0, 1, 2, 3]);
        gates.open(0);
        assert_eq!(gates.called().await, [0, 1, 2, 3, 4]);
        gates.open(4);
        gates.open(3);
        assert_eq!(call.await.unwrap(), [0, 1, 2, 3, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_items_and_no_places() {
        let nothing: Vec<u8> = vec![];
        assert!(map_limited(nothing, 2, |item| async move { item }).await.is_empty());
        let (mut gates, call) = gated(2, 0);
        let call = tokio::spawn(call);
        assert_eq!(gates.called().await, [0]);
        gates.open(0);
        assert_eq!(gates.called().await, [0, 1]);
        gates.open(1);
        assert_eq!(call.await.unwrap(), [0, 1]);
    }

    #[tokio::test(start_paused = true)]
    async fn thousands_of_places() {
        let (gates, call) = gated(5000, 4000);
        let call = tokio::spawn(call);
        for _ in 0..500 {
            yield_now().await;
        }
        assert_eq!(gates.called().await.len(), 4000);
        call.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn an_aborted_call_starts_no_more() {
        let (mut gates, call) = gated(3, 1);
        let call = tokio::spawn(call);
        assert_eq!(gates.called().await, [0]);
        call.abort();
        assert!(call.await.is_err());
        // The job may be gone with its gate.
        let _ = gates.open[0].take().unwrap().send(());
        sleep(Duration::from_millis(50)).await;
        assert_eq!(gates.called().await, [0]);
    }
}
