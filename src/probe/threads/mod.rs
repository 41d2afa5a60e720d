//! Real threads, and wakers that count.

pub(crate) mod counting_waker;
pub(crate) mod plain_thread;
pub(crate) mod race;
pub(crate) mod shared;
