//! Tells the claims of `test_retry` where the learner's tests are.

pub fn register() {
    testing::test_retry::SUITE.set(module_path!());
}
