//! Why claims cannot be judged.

use verdict::Reason;

/// Why claims cannot be judged.
#[derive(Debug, Clone)]
pub struct Fault {
    pub reason: Reason,
    pub message: String,
}

impl Fault {
    /// A fault with a message as `grade::words` writes it.
    pub fn new(reason: Reason, message: impl Into<String>) -> Fault {
        Fault { reason, message: message.into() }
    }
}
