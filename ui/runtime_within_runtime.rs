use tokio::runtime::Builder;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{}", total(7, 5));
}

// A plain function for code that is not async. It builds a runtime of its own.
fn total(a: u32, b: u32) -> u32 {
    let runtime = Builder::new_current_thread().build().unwrap();
    // The mistake: `main` is async already, and this would stop the thread that drives it.
    //~ PANIC Cannot start a runtime from within a runtime
    runtime.block_on(async { a + b })
}
