//! Deals the items out to the places beforehand. A place that is done early stays empty while others have
//! items left.
//! family: dealt_out
//! caught by: items_start_in_input_order
//! says: dealt out

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::JoinSet;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let limit = limit.max(1);
    let mut results = BTreeMap::new();
    // Place `p` has items p, p + limit, p + 2 * limit, ...
    let mut shares: Vec<Vec<(usize, T)>> = (0..limit.min(items.len())).map(|_| Vec::new()).collect();
    for (index, item) in items.into_iter().enumerate() {
        shares[index % limit].push((index, item));
    }
    let work = Arc::new(work);
    let mut places = JoinSet::new();
    for share in shares {
        let work = Arc::clone(&work);
        places.spawn(async move {
            let mut done = Vec::new();
            for (index, item) in share {
                done.push((index, work(item).await));
            }
            done
        });
    }
    while let Some(done) = places.join_next().await {
        results.extend(done.expect("work does not panic"));
    }
    results.into_values().collect()
}
