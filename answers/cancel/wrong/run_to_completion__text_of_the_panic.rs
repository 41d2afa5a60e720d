//! Starts a new panic with the text of the first one. A payload that is not text is lost.
//! family: panic_swallowed
//! caught by: the_panic_keeps_its_own_payload
//! says: only its text

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(output) => output,
        Err(error) => {
            let payload = error.into_panic();
            if let Some(text) = payload.downcast_ref::<&'static str>() {
                std::panic::panic_any(*text)
            } else if let Some(text) = payload.downcast_ref::<String>() {
                std::panic::panic_any(text.clone())
            } else {
                panic!("unknown panic")
            }
        }
    }
}
