//! Tells the claims of `test_fanout` where the learner's tests are.

pub fn register() {
    testing::test_fanout::SUITE.set(module_path!());
}
