trait Store {
    async fn load(&self, key: &str) -> String;
}

struct Memory;

impl Store for Memory {
    async fn load(&self, key: &str) -> String {
        format!("value of {key}")
    }
}

// The mistake: behind `dyn` nobody knows how large the future of `load` is.
//~ ERROR[E0038] the trait `Store` is not dyn compatible
//~ NOTE because method `load` is `async`
async fn show(store: &dyn Store) {
    println!("{}", store.load("a").await);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    show(&Memory).await;
}
