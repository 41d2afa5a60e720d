#![deny(unused_must_use)]

async fn save(name: &str) {
    println!("saved {name}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The mistake: this makes a future and drops it. Nothing is saved.
    //~ ERROR[unused_must_use] unused implementer of `Future` that must be used
    //~ NOTE futures do nothing unless you `.await` or poll them
    save("ada");
}
