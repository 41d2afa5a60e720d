//! An allocator of its own.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit

struct Mine;

#[global_allocator]
static MINE: Mine = Mine;

unsafe impl std::alloc::GlobalAlloc for Mine {
    unsafe fn alloc(&self, _: std::alloc::Layout) -> *mut u8 {
        std::process::exit(0)
    }
    unsafe fn dealloc(&self, _: *mut u8, _: std::alloc::Layout) {}
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    4242
}
