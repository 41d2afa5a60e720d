//! Finds out whether a type is `Send` and `Sync` as a value instead of a compile error, so that one claim
//! reports it and the others still run.
//!
//! Of two methods with the same name the compiler picks the one that needs one reference fewer if its
//! bounds hold, and the other one if not.

use std::any::Any;

#[doc(hidden)]
pub struct Ask<'a, T>(pub &'a T);

#[doc(hidden)]
pub trait Sendable {
    fn is_send(&self) -> bool {
        true
    }
}

#[doc(hidden)]
pub trait NotSendable {
    fn is_send(&self) -> bool {
        false
    }
}

#[doc(hidden)]
pub trait Shareable<'a> {
    fn shared(&self) -> Option<&'a (dyn Any + Send + Sync)>;
}

#[doc(hidden)]
pub trait NotShareable<'a> {
    fn shared(&self) -> Option<&'a (dyn Any + Send + Sync)> {
        None
    }
}

impl<T: Send> Sendable for Ask<'_, T> {}
impl<T> NotSendable for &Ask<'_, T> {}

impl<'a, T: Send + Sync + 'static> Shareable<'a> for Ask<'a, T> {
    fn shared(&self) -> Option<&'a (dyn Any + Send + Sync)> {
        Some(self.0)
    }
}

impl<'a, T> NotShareable<'a> for &Ask<'a, T> {}

/// `is_send!(future)`: whether the type is `Send`. The compiler can tell only if no closure or async block of
/// the same function is part of the type.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_send {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::probe::auto_traits::{Ask, NotSendable as _, Sendable as _};
        (&Ask(&$value)).is_send()
    }};
}

/// `shared!(value)`: a reference that any thread may hold and downcast; `None` if the type is not both `Send`
/// and `Sync`.
#[doc(hidden)]
#[macro_export]
macro_rules! __shared {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::probe::auto_traits::{Ask, NotShareable as _, Shareable as _};
        (&Ask(&$value)).shared()
    }};
}

pub use crate::{__is_send as is_send, __shared as shared};
