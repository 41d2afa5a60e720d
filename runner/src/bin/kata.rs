//! What learners use of `cargo kata`.

fn main() -> std::process::ExitCode {
    runner::learner()
}
