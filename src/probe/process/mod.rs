//! A claim in a process of its own: what starts it, what watches it, and how its verdict comes back.

pub(crate) mod child;
pub(crate) mod claim;
pub(crate) mod failure;
pub(crate) mod origin;
pub(crate) mod parent;
pub(crate) mod record;
pub(crate) mod row;
pub(crate) mod watchdog;
pub(crate) mod words;
