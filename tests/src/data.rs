//! Data from outside of this repository, which a clone may not have.

use std::path::{Path, PathBuf};

/// The folder of outside data: `ROLLBOOK_DATA`, else `shared/data` beside the repository. `None` where
/// there is no such folder.
#[must_use]
pub fn data() -> Option<PathBuf> {
    let named = std::env::var_os("ROLLBOOK_DATA").map(PathBuf::from);
    let data = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"));
    data.is_dir().then_some(data)
}

/// A folder or file of the outside data. Where it is absent, says that the test is skipped, and how to run it.
#[must_use]
pub fn data_or_skip(path: &str) -> Option<PathBuf> {
    let found = data().map(|data| data.join(path)).filter(|path| path.exists());
    if found.is_none() {
        #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
        {
            println!("skipped: there is no `{path}` in the data folder; set ROLLBOOK_DATA to run this test");
        }
    }
    found
}
