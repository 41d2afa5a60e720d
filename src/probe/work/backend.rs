//! A service that records its requests.

use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::Service;
use crate::probe::{Done, Failed, Failure, Jobs, expect, expect_eq};

/// A service whose calls are watched jobs. Job 3 answers `Ok("answer 3")`, or `Err("error 3")` if it is set to
/// fail. A job counts as called when `call` is; clones share the record.
#[derive(Clone)]
pub struct Backend {
    jobs: Jobs,
    only: Option<usize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Backend {
    /// A backend whose first call is job 0, its second job 1, and so on.
    pub fn in_turn(jobs: &Jobs) -> Backend {
        Backend { jobs: jobs.clone(), only: None, requests: Arc::default() }
    }

    /// A backend for each job: every call of backend 3 is job 3.
    pub fn each(jobs: &Jobs) -> Vec<Backend> {
        let backend = |job| Backend { only: Some(job), ..Backend::in_turn(jobs) };
        jobs.items().into_iter().map(backend).collect()
    }

    /// The requests so far, in the order of the calls.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Expects exactly `times` calls so far, all with `request`.
    ///
    /// # Panics
    /// If there were others.
    pub fn expect_asked(&self, request: &str, times: usize, cause: &str) {
        let expected = vec![request.to_owned(); times];
        expect_eq("the requests that came in", &self.requests(), &expected, cause);
    }
}

impl Service for Backend {
    fn call(&self, request: String) -> BoxFuture<'_, Result<String, String>> {
        let calls = {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            requests.push(request);
            requests.len()
        };
        let (job, planned) = (self.only.unwrap_or(calls - 1), self.jobs.items().len());
        expect(job < planned, || {
            Failure::new(format!("the service was called {calls} times"))
                .expected(format!("{planned} calls at most"))
                .seen(format!("call {calls}"))
                .cause("one try more than `attempts`, or tries that go on after a success")
        });
        let answer = |result| match result {
            Ok(Done(job)) => Ok(format!("answer {job}")),
            Err(Failed(job)) => Err(format!("error {job}")),
        };
        self.jobs.call(job, answer).boxed()
    }
}
