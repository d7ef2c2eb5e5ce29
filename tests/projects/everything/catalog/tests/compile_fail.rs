//! What must not compile does not, and the compiler says why: a registry that compiles is complete.
//!
//! Each case is one change to `complete.rs`, which compiles. The expected messages are those of the Rust
//! version that `Cargo.toml` names; `cargo xtask bless` writes them anew.

#[test]
fn an_incomplete_catalog_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/cases/complete.rs");
    cases.compile_fail("tests/cases/missing_method.rs");
    cases.compile_fail("tests/cases/undeclared_port.rs");
    cases.compile_fail("tests/cases/unknown_variant.rs");
    cases.compile_fail("tests/cases/config_of_another_entry.rs");
}
