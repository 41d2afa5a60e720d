//! A constructor that runs before `main`.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

#[used]
#[unsafe(link_section = ".init_array")]
static FIRST: extern "C" fn() = first;

extern "C" fn first() {
    std::process::exit(0)
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
