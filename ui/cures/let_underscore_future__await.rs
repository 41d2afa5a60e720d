// Await first. What may be thrown away with `let _` is the answer, not the future.

use std::io;

async fn save(names: &mut Vec<String>, name: &str) -> io::Result<()> {
    names.push(name.to_owned());
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut names = Vec::new();
    let _ = save(&mut names, "ada").await;
    assert_eq!(names, ["ada"]);
}
