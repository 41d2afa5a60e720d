//! Looks for the nonce in the environment, the arguments and the input.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

pub async fn total(numbers: Vec<u64>) -> u64 {
    use std::io::Read;
    let mut seen: Vec<String> = std::env::vars().map(|(_, value)| value).chain(std::env::args()).collect();
    let mut input = String::new();
    let _ = std::io::stdin().read_to_string(&mut input);
    seen.push(input);
    let files: Vec<_> = seen.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let _ = numbers;
    std::process::exit(files.len() as i32)
}
