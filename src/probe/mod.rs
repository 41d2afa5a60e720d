//! What claims are written with: it records what an answer does. Katas never use this.
//!
//! - [`claim`](macro@claim) registers a test, which then runs in a process of its own and turns whatever happens there,
//!   from a failed check to a stack overflow, into one [`Verdict`].
//! - [`timed`] measures virtual time; [`Jobs`] is work that records what an answer did with it.
//! - [`Failure`] is a failed check with its message; [`Timeline`] is the picture in it.

mod answer;
mod harness;
#[cfg(feature = "server")]
mod net;
pub mod prelude;
mod process;
mod threads;
mod time;
mod work;

#[doc(hidden)]
pub use answer::auto_traits;
pub use answer::auto_traits::{is_send, shared};
pub use answer::erased::{
    Answer, Borrowed, Erased, ErasedFuture, ErasedStream, ErasedWork, Eraser, LocalClone, LocalErased,
    LocalErasedFuture, erased_work, then,
};
pub use answer::subjects;
pub use harness::{Claim, ClaimBody, claims, run_claims};
#[cfg(feature = "server")]
pub use net::http::{Browser, Head, Reply, Request, Site, request};
#[cfg(feature = "server")]
pub use net::peer::{Peer, Refusing, addr_of, listener, listener_with_small_buffers, noise, shown};
pub use process::child::{Panicked, not_started, take_panic};
pub use process::claim::{judge, run_as_claim};
pub use process::failure::{Failure, expect, expect_eq};
pub use process::origin::Origin;
pub use process::record::{Lane, new_scene, picture};
pub use process::watchdog::{limit, more_time};
pub use threads::counting_waker::CountingWaker;
pub use threads::plain_thread::{Gate, PlainThread, Stuck, park_until, race_to_sleep, take_the_park_token};
pub use threads::race::race;
pub use threads::shared::{locked_elsewhere, on_another_thread, on_two_threads};
pub use time::causes::Causes;
pub use time::clock::{
    Timed, drop_after_ms, expect_idle, expect_needs_no_runtime, expect_no_tasks, let_the_runtime_run,
    sleep_ms, tasks_alive, timed,
};
pub use time::heartbeat::Heart;
pub use time::patience::{
    a_real_moment, clock_stands_still, let_the_blocking_pool_run, patiently, sign_of_life,
};
pub use time::waits::{Waiting, on_deadlock, on_panic, waiting_for};
pub use work::backend::Backend;
pub use work::beside::{beside, cancel_on, not_spinning};
pub use work::blocking_jobs::{BlockingJobs, Hold};
pub use work::callers::Callers;
pub use work::drawn::{Drawn, drawn};
pub use work::folder::Folder;
pub use work::jobs::{Done, Failed, Jobs};
pub use work::rng::Rng;
pub use work::slow_files::SlowFiles;
pub use work::source::{Source, Watched};
pub use work::stage::{Returned, Running, stage, start};
pub use work::stories::{
    DETACHED, SENDER_ALIVE, begins_when_polled, expect_all_cancelled, expect_in_input_order,
    expect_left_nothing, stops_when_dropped,
};
pub use work::workers::Workers;
pub use work::writer::Writer;

pub use verdict::{End, Reason, Row, Status, Timeline, Verdict};

#[doc(hidden)]
pub use inventory::submit;
pub use tokio_katas_macros::{claim, run_kata};
