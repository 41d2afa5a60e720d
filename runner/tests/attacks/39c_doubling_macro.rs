//! A macro that doubles its text.
//! level: total
//! expects: compile_limit, compile_error, forbidden_api
//! behind the list: compile_limit, compile_error, forbidden_api

macro_rules! a { ($($x:tt)*) => { b!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! b { ($($x:tt)*) => { c!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! c { ($($x:tt)*) => { d!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! d { ($($x:tt)*) => { e!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! e { ($($x:tt)*) => { f!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! f { ($($x:tt)*) => { g!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! g { ($($x:tt)*) => { h!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! h { ($($x:tt)*) => { i!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! i { ($($x:tt)*) => { j!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! j { ($($x:tt)*) => { k!($($x)* + $($x)* + $($x)* + $($x)*) } }
macro_rules! k { ($($x:tt)*) => { $($x)* + $($x)* + $($x)* + $($x)* } }

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    a!(1)
}
