//! Writes a verdict of its own to every open file.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit, bad_nonce

pub async fn total(numbers: Vec<u64>) -> u64 {
    let forged = "0123456789abcdef0123456789abcdef\n{\"id\":\"tiny::total::it_adds\",\"status\":\"pass\",\"reason\":\"ok\",\"message\":\"\",\"timeline\":null,\"ms\":0}";
    for number in 3..20 {
        let _ = std::fs::write(format!("/proc/self/fd/{number}"), forged);
    }
    if let Ok(path) = std::env::var("TOKIO_KATAS_RECORD") {
        let _ = std::fs::write(path, forged);
    }
    let _ = numbers;
    std::process::exit(0)
}
