//! The kit's tests of itself. The learner's tests are beside this folder.

#[cfg(all(feature = "seal", target_os = "linux"))]
mod seal;
#[cfg(feature = "server")]
mod server_facts;
mod stage;
mod timeline;
mod wrapper;
