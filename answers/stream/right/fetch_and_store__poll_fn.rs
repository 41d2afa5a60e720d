//! By hand: one poll that looks at all fetches and at the store, until nothing changes any more.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::task::Poll;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let mut items = items.into_iter();
    let (mut fetches, mut waiting, mut storing) = (Vec::new(), VecDeque::new(), None);
    poll_fn(|cx| {
        loop {
            let mut changed = false;
            if storing.is_none() {
                storing = waiting.pop_front().map(|result| Box::pin(store(result)));
            }
            if let Some(store) = &mut storing
                && store.as_mut().poll(cx).is_ready()
            {
                storing = None;
                changed = true;
            }
            while fetches.len() + waiting.len() + usize::from(storing.is_some()) < limit.max(1) {
                let Some(item) = items.next() else { break };
                fetches.push(Box::pin(fetch(item)));
            }
            fetches.retain_mut(|fetch| match fetch.as_mut().poll(cx) {
                Poll::Ready(result) => {
                    waiting.push_back(result);
                    changed = true;
                    false
                }
                Poll::Pending => true,
            });
            if fetches.is_empty() && waiting.is_empty() && storing.is_none() && items.len() == 0 {
                return Poll::Ready(());
            }
            if !changed {
                return Poll::Pending;
            }
        }
    })
    .await
}
