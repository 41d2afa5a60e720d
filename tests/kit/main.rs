//! The kit's tests of itself. The learner's tests are beside this folder.

mod timeline;
mod wrapper;
