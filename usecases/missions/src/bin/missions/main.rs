//! The `missions` binary.
fn main() {}
