//! With the `futures` crate.

pub async fn overlap<F, Fut>(work: F) -> (Fut::Output, Fut::Output)
where
    F: Fn(usize) -> Fut,
    Fut: Future,
{
    futures::future::join(work(0), work(1)).await
}
