async fn fetch_name() -> String {
    String::from("ada")
}

fn greeting() -> String {
    // The mistake: a plain function cannot pause, and `.await` is a place to pause.
    //~ ERROR[E0728] `await` is only allowed inside `async` functions and blocks
    //~ NOTE this is not `async`
    let name = fetch_name().await;
    format!("hello, {name}")
}

fn main() {
    println!("{}", greeting());
}
