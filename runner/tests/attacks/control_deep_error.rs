//! A wrong type that came through a hundred macros: an error like others, if a deep one.
//! level: total
//! expects: compile_error
//! behind the list: compile_error

macro_rules! down {
    (x $($rest:tt)*) => { down!($($rest)*) };
    () => { "no number" };
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    down!(
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
    )
}
