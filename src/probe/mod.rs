//! How the tests watch an answer. Katas never use this.
//!
//! - [`claim`](macro@claim) registers a test, which then runs in a process of its own and turns whatever happens there,
//!   from a failed check to a stack overflow, into one [`Verdict`].
//! - [`timed`] measures virtual time; [`Jobs`] is work that records what an answer did with it.
//! - [`Failure`] is what a failed check says; [`Timeline`] is the picture beside it.

#[doc(hidden)]
pub mod auto_traits;
mod backend;
mod bell;
mod beside;
mod callers;
mod causes;
mod child;
mod claim;
mod clock;
mod crew;
mod erased;
mod failure;
mod folder;
mod harness;
mod heartbeat;
mod held;
#[cfg(feature = "server")]
mod http;
mod jobs;
mod origin;
mod parent;
mod patience;
#[cfg(feature = "server")]
mod peer;
mod plain_thread;
pub mod prelude;
mod race;
mod record;
#[cfg(all(feature = "seal", target_os = "linux"))]
mod seal;
mod seed;
mod slow_files;
mod source;
mod stage;
mod stories;
mod threads;
mod waits;
mod watchdog;
mod words;
mod writer;

pub use auto_traits::{is_send, shared};
pub use backend::Backend;
pub use bell::Bell;
pub use beside::{beside, drop_when};
pub use callers::Callers;
pub use causes::Causes;
pub use claim::judge;
pub use clock::{
    Timed, drop_after_ms, expect_idle, expect_needs_no_runtime, expect_no_tasks, let_the_runtime_run,
    sleep_ms, tasks_alive, timed,
};
pub use crew::Crew;
pub use erased::{
    Answer, Borrowed, Erased, ErasedFuture, ErasedStream, ErasedWork, Eraser, LocalErased, LocalErasedFuture,
    erased_work, then,
};
pub use failure::{Failure, expect, expect_eq};
pub use folder::Folder;
pub use harness::{Claim, ClaimBody, claims, run_claims};
pub use heartbeat::Heart;
pub use held::{Held, Hold};
#[cfg(feature = "server")]
pub use http::{Browser, Head, Reply, Request, Site, request};
pub use jobs::{Done, Failed, Jobs};
pub use origin::Origin;
pub use patience::{a_real_moment, clock_stands_still, let_the_blocking_pool_run, patiently, sign_of_life};
#[cfg(feature = "server")]
pub use peer::{Peer, Refusing, addr_of, listener, listener_with_small_buffers, noise, shown};
pub use plain_thread::{Gate, PlainThread, Stuck, park_until, race_to_sleep, take_the_park_token};
pub use race::race;
pub use record::{Lane, new_scene};
pub use seed::Seed;
pub use slow_files::SlowFiles;
pub use source::{Source, Watched};
pub use stage::{Returned, Running, stage, start};
pub use stories::{DETACHED, SENDER_ALIVE, expect_all_cancelled, expect_left_nothing, stops_when_dropped};
pub use threads::{locked_elsewhere, on_another_thread, on_two_threads};
pub use waits::{Waiting, on_deadlock, on_panic, waiting_for};
pub use writer::Writer;

pub use verdict::{End, Reason, Row, Status, Timeline, Verdict};

#[doc(hidden)]
pub use inventory::submit;
pub use tokio_katas_macros::{claim, run_kata};
