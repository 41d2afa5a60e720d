//! What the claims ask of a learner's tests, and how they run one.

mod judge;
mod run;

pub use judge::Level;

/// A claim on the tests of a level alone, the module's `LEVEL`: the method of [`Level`] that is called like it.
macro_rules! of_the_tests {
    ($claim:ident) => {
        #[tokio_katas::probe::claim]
        #[tokio::test(start_paused = true)]
        async fn $claim() {
            LEVEL.$claim();
        }
    };
}

/// The claim `catches_NAME`: that the tests catch the wrong answer of that name. What the answer does, and what a test
/// must look at to see it, are as in [`Level::catches`].
macro_rules! catches {
    ($claim:ident, $does:literal, $look:literal $(,)?) => {
        #[tokio_katas::probe::claim]
        #[tokio::test(start_paused = true)]
        async fn $claim() {
            LEVEL.catches(stringify!($claim), $does, $look);
        }
    };
}
