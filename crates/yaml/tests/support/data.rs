//! Where the data lies that nobody here wrote.

use std::path::{Path, PathBuf};

/// Where that is, in words that hold on every machine.
pub(crate) const WHERE: &str = "`../shared/data`, seen from the workspace";

/// A folder of the shared data; `None` where it is absent.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let root = std::env::var_os("ROLLBOOK_DATA").map_or(near, PathBuf::from);
    Some(root.join(folder)).filter(|path| path.is_dir())
}
