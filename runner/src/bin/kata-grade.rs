//! What instructors and contributors use of `cargo kata`.

fn main() -> std::process::ExitCode {
    runner::instructor()
}
