//! Both ends of a real connection.

pub(crate) mod http;
pub(crate) mod peer;
