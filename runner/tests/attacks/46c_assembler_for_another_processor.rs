//! A function of assembler that no processor of this kind would be given, under another name.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

#[cfg(target_arch = "wasm64")]
mod elsewhere {
    use core::arch::naked_asm as nothing;

    #[unsafe(naked)]
    pub extern "C" fn wait() {
        nothing!("")
    }
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    numbers.iter().sum()
}
