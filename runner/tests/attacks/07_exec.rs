//! Becomes another program, which ends well.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

pub async fn total(numbers: Vec<u64>) -> u64 {
    use std::os::unix::process::CommandExt;
    let _ = numbers;
    let error = std::process::Command::new("true").exec();
    std::hint::black_box(error);
    std::process::exit(0)
}
