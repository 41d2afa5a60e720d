#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sum = async {
        let a: u32 = "7".parse()?;
        let b: u32 = "5".parse()?;
        // The mistake: an async block has no signature, so nothing says which error it may give.
        //~ ERROR[E0282] type annotations needed
        //~ NOTE cannot infer type of the type parameter `E` declared on the enum `Result`
        Ok(a + b)
    };
    println!("{:?}", sum.await);
}
