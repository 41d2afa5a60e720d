//! rstest puts the rows of a table behind `#[cfg(test)]`. The claims are a library, which is compiled without
//! that, and the rows would vanish in silence.

fn main() {
    println!("cargo::rerun-if-changed=../build.rs");
    println!("cargo::rustc-cfg=test");
}
