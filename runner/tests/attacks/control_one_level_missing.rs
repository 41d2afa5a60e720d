//! One level is not there; the other is judged.
//! level: total
//! expects: compile_error

pub fn something_else() {}
