//! Tells the claims of `test_stream` where the learner's tests are.

pub fn register() {
    testing::test_stream::SUITE.set(module_path!());
}
