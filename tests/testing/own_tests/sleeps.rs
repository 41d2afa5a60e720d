//! Which run of a test has called `std::thread::sleep`. A run that was given up goes on in its thread, and what it does
//! there must not be taken for the next one's doing.

use std::cell::Cell;
use std::sync::{Mutex, PoisonError};

/// The run that was begun last.
static LAST: Mutex<Asleep> = Mutex::new(Asleep { run: 0, line: None });

thread_local! {
    /// The run that began in this thread; 0 in a thread that a test has started.
    static OF_THIS_THREAD: Cell<u64> = const { Cell::new(0) };
}

/// Whether a run has slept.
#[derive(Clone, Copy)]
struct Asleep {
    /// From 1.
    run: u64,
    /// Where: a line of the kata, from 1.
    line: Option<u32>,
}

/// Begins a run: its number, for [`enter`] and [`slept`].
pub fn begin() -> u64 {
    change(|last| {
        *last = Asleep { run: last.run + 1, line: None };
        last.run
    })
}

/// Says that the run goes on in this thread.
pub fn enter(run: u64) {
    OF_THIS_THREAD.set(run);
}

/// Notes a call of `sleep` in this line. In a thread that the test has started it counts for the run that was begun
/// last.
pub fn note(line: u32) {
    let run = OF_THIS_THREAD.try_with(Cell::get).unwrap_or_default();
    change(|last| {
        if run == 0 || run == last.run {
            last.line.get_or_insert(line);
        }
    });
}

/// The line in which the run slept first; none if it did not, or if another has begun since.
pub fn slept(run: u64) -> Option<u32> {
    change(|last| last.line.filter(|_| last.run == run))
}

fn change<T>(how: impl FnOnce(&mut Asleep) -> T) -> T {
    how(&mut LAST.lock().unwrap_or_else(PoisonError::into_inner))
}
