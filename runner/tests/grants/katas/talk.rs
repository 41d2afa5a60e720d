//! Talks to itself.

/// Sends `word` to itself over TCP, and gives what it hears.
pub async fn echo(word: &str) -> String {
    todo!("{word}")
}
