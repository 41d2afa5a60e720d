//! Tells the claims of `test_limit` where the learner's tests are.

pub fn register() {
    testing::test_limit::SUITE.set(module_path!());
}
