//! Ownership crosses a channel. The lesson is in `katas/stream.md`.

use std::time::Duration;

use futures::Stream;
use futures::stream::BoxStream;
use tokio::sync::mpsc;

/// One sender task per input sends `done:{input}` over one mpsc channel. Returns all messages,
/// sorted as strings; equal ones are all kept.
///
/// `["read", "compile"]` gives `["done:compile", "done:read"]`.
pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    todo!("send done:… for each of {inputs:?}, and collect what arrives")
}

/// An input stage labels each input `{index}:{input}`, from 0; a worker stage takes 5 ms per
/// item and yields `processed:{index}:{input}`. Items go through in order, one at a time.
///
/// `["ingest", "transform"]` takes 10 ms and gives
/// `["processed:0:ingest", "processed:1:transform"]`.
pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    todo!("pass {inputs:?} through two stages")
}

/// A producer pulls `source` into a buffer of `capacity`, while a worker takes items from it one
/// at a time: `work(item)` is called when the worker takes the item. Results are in order.
///
/// Backpressure: never more than `capacity + 2` items are pulled and not yet finished.
/// Overlap: an instant source is pulled `capacity + 1` items ahead of what is finished, and a
/// slow one is pulled while work goes on. The source is not polled after its end. A capacity of 0
/// counts as 1.
pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    todo!("pull the source ahead of the work, at most {capacity} items into the buffer")
}

/// Yields every message of every receiver as it arrives, each receiver's own order kept. Ends
/// when all are closed and drained.
///
/// A quiet receiver holds up no other, and a busy one starves no other: each of two that are
/// always ready gets at least a quarter of the first 100 items. At most two messages of a
/// receiver are taken before they are asked for. Dropping the stream closes the receivers.
pub fn merge<T: Send + 'static>(sources: Vec<mpsc::Receiver<T>>) -> BoxStream<'static, T> {
    todo!("merge {} receivers into one stream", sources.len())
}

/// Groups the items of `source`. A batch opens with its first item and closes when it holds
/// `max_items` items, or `max_wait` after it opened, or when the source ends, whichever is first.
///
/// No batch is empty; no item is lost or out of order, even if the reader is slow. With a
/// `max_wait` of zero a batch holds from 1 to `max_items` items. A `max_items` of 0 counts as 1.
pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    todo!("batches of at most {max_items} items, each open for at most {max_wait:?}")
}

/// Calls `fetch` for each item and `store` for each result. An item has its place from the call of
/// `fetch` to the end of its `store`; there are `limit` places, and a free one is taken at once, in
/// input order.
///
/// `store` takes one result at a time, each to its end, in the order in which the fetches end. A
/// fetch goes on whatever `store` does, and ends at its own time. Returns when the last store has
/// ended. All in the caller's own task: nothing need be `Send` or `'static`.
pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    todo!("fetch {} items on {limit} places, and store their results", items.len())
}
