//! Each item goes from its fetch straight to its store, whatever the others do. The cell is borrowed only for the call
//! of `store`, so it keeps nobody from storing at the same time.
//! family: no_limit
//! caught by: results_are_stored_one_at_a_time_each_to_its_end
//! says: two stores at once

use std::cell::RefCell;

use futures::{StreamExt, stream};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (fetch, store) = (&fetch, &RefCell::new(store));
    stream::iter(items)
        .for_each_concurrent(limit.max(1), |item| async move {
            let result = fetch(item).await;
            let storing = store.borrow_mut()(result);
            storing.await;
        })
        .await;
}
