//! The claims of all katas in one program. A library that is not named registers nothing, and says nothing.

use {
    blocking as _, cancel as _, fanout as _, future as _, limit as _, recover as _, select as _, server as _,
    shutdown as _, state as _, stream as _, testing as _, traits as _,
};

pub use tokio_katas::probe::claims;
