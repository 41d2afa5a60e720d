//! A trait that asks for twice as much of itself.
//! level: total
//! expects: compile_limit, compile_error, forbidden_api
//! behind the list: compile_limit, compile_error, forbidden_api

pub struct Nat0;
pub struct More<A, B>(A, B);

pub trait Grow {
    const SIZE: u64;
}

impl<T> Grow for T
where
    More<T, More<T, T>>: Grow,
{
    const SIZE: u64 = <More<T, More<T, T>> as Grow>::SIZE;
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    <Nat0 as Grow>::SIZE
}
