//! Tells the claims of `test_drain` where the learner's tests are.

pub fn register() {
    testing::test_drain::SUITE.set(module_path!());
}
