//! The path is put together by a macro.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

macro_rules! call {
    ($a:ident $b:ident $c:ident) => {
        $a::$b::$c(0)
    };
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    call!(std process exit)
}
