//! Calls the first service in the call, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use tokio_katas::Service;

pub fn dispatch(
    services: &[Box<dyn Service>],
    request: &str,
) -> impl Future<Output = Result<String, Vec<String>>> {
    let first = services.first().map(|service| service.call(request.to_owned()));
    async move {
        let Some(first) = first else { return Err(Vec::new()) };
        let mut errors = Vec::new();
        let mut in_hand = first.await;
        for next in &services[1..] {
            match in_hand {
                Ok(answer) => return Ok(answer),
                Err(error) => errors.push(error),
            }
            in_hand = next.call(request.to_owned()).await;
        }
        in_hand.map_err(|error| {
            errors.push(error);
            errors
        })
    }
}
