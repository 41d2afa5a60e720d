//! Virtual time, and patience where the clock is real.

pub(crate) mod causes;
pub(crate) mod clock;
pub(crate) mod heartbeat;
pub(crate) mod patience;
pub(crate) mod waits;
