//! The standard library as it is, but for `thread::sleep`, which tells the claims that a test waits for the real clock.

pub use ::std::*;

/// `std::thread`.
pub mod thread {
    use ::std::panic::Location;
    use ::std::time::Duration;

    pub use ::std::thread::*;

    /// `std::thread::sleep`.
    #[track_caller]
    pub fn sleep(dur: Duration) {
        if !dur.is_zero() {
            own_tests::sleeps::note(Location::caller().line());
        }
        ::std::thread::sleep(dur);
    }
}
