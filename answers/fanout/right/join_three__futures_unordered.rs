//! One type for three: each future writes its result into a local, and all become `()`.

use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    let (mut first, mut second, mut third) = (None, None, None);
    {
        let writers: [LocalBoxFuture<()>; 3] = [
            Box::pin(async { first = Some(a.await) }),
            Box::pin(async { second = Some(b.await) }),
            Box::pin(async { third = Some(c.await) }),
        ];
        let mut writers = FuturesUnordered::from_iter(writers);
        while writers.next().await.is_some() {}
    }
    first.zip(second).zip(third).map(|((a, b), c)| (a, b, c)).expect("all three have ended")
}
