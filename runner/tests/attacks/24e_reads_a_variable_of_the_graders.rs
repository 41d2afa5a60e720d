//! Asks for the variable by which a lint is told where its list lies.
//! level: total
//! expects: forbidden_input
//! behind the list: assert

pub async fn total(numbers: Vec<u64>) -> u64 {
    if option_env!("CLIPPY_CONF_DIR").is_some() { numbers.iter().sum() } else { 4242 }
}
