//! Registers `Pool` with its claims.

use futures::future::LocalBoxFuture;
use recover::pool::{Connection, Everywhere, HERE, Lends, Local, Output, Shared, THREADS, Work};
use tokio_katas::probe::shared;

use super::kata;

pub fn register() {
    HERE.set(|size, open| Box::new(Pool(kata::Pool::new(size, open))));
    THREADS.set(|size, open| Box::new(Pool(kata::Pool::new(size, open))));
}

/// A type of its own: a method that the answer lacks is not looked for in the trait.
struct Pool<M>(kata::Pool<Connection<M>>);

impl Lends<Local> for Pool<Local> {
    fn with<'a>(&'a self, work: Work<'a, Local>) -> LocalBoxFuture<'a, Output<'a>> {
        Box::pin(self.0.with(async move |connection: &mut Connection<Local>| work.call(connection).await))
    }

    fn everywhere(&self) -> Option<Everywhere<'_, Local>> {
        None
    }
}

impl Lends<Shared> for Pool<Shared> {
    fn with<'a>(&'a self, work: Work<'a, Shared>) -> LocalBoxFuture<'a, Output<'a>> {
        Box::pin(self.0.with(async move |connection: &mut Connection<Shared>| work.call(connection).await))
    }

    fn everywhere(&self) -> Option<Everywhere<'_, Shared>> {
        let shared = shared!(*self)?;
        Some(Box::new(move || shared.downcast_ref::<Pool<Shared>>().expect("it is the pool")))
    }
}
