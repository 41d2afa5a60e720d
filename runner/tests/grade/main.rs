//! `cargo kata grade` as a program, over submissions of every kind. Only on Linux are all its layers
//! there.
#![cfg(target_os = "linux")]

mod archives;
mod attacks;
mod class;
mod clinic;
mod files;
mod grants;
mod input;
mod kit;
mod orders;
mod planned;
mod progress;
mod reports;
mod resume;
mod seen;
mod shape;
mod shards;
#[path = "../support/mod.rs"]
mod support;
mod templates;
