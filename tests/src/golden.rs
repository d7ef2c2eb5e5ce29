//! Golden texts: files that hold what a test expects, rewritten by `ROLLBOOK_BLESS=1`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use similar::TextDiff;

/// Whether golden files are rewritten instead of compared. `cargo xtask bless` sets the switch.
#[must_use]
pub fn bless() -> bool {
    std::env::var_os("ROLLBOOK_BLESS").is_some_and(|value| value == "1")
}

/// Compares a text with a golden file, or rewrites the file.
///
/// # Errors
/// The text differs from the file, or there is no such file; the message shows how, and what to do.
///
/// # Panics
/// The file cannot be read or written.
pub fn compare(golden: &Path, actual: &str) -> Result<(), String> {
    let expected = match fs::read_to_string(golden) {
        Ok(expected) => expected,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => panic!("cannot read {}: {error}", golden.display()),
    };
    if expected == actual && golden.exists() {
        return Ok(());
    }
    if bless() {
        fs::write(golden, actual).unwrap_or_else(|error| panic!("cannot write {}: {error}", golden.display()));
        return Ok(());
    }
    let diff = TextDiff::from_lines(&expected, actual);
    let diff = diff.unified_diff().context_radius(3).header("expected", "actual").to_string();
    Err(format!("{} differs; to accept what is new, run `cargo xtask bless`\n{diff}", golden.display()))
}
