//! Remembers in a static which service answered last and begins with it. Each call begins with the first service.
//! family: shared_too_much
//! caught by: every_call_begins_with_the_first_service
//! says: kept from an earlier call

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_katas::Service;

static GOOD: AtomicUsize = AtomicUsize::new(0);

pub async fn dispatch(services: &[Box<dyn Service>], request: &str) -> Result<String, Vec<String>> {
    let good = GOOD.load(Ordering::Relaxed);
    let (before, from) = services.split_at(good.min(services.len()));
    let mut errors = Vec::new();
    for (nth, service) in (good..).zip(from).chain((0..).zip(before)) {
        match service.call(request.to_owned()).await {
            Ok(answer) => {
                GOOD.store(nth, Ordering::Relaxed);
                return Ok(answer);
            }
            Err(error) => errors.push(error),
        }
    }
    Err(errors)
}
