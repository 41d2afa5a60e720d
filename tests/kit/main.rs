//! The kit's tests of itself. The learner's tests are beside this folder.

#[cfg(all(feature = "seal", target_os = "linux"))]
mod seal;
mod stage;
mod timeline;
mod wrapper;
