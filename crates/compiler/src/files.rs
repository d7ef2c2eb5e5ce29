//! A project's files on disk, and a record of all that was asked. What files are, says [`source::files`].

mod disk;
mod recorded;

pub use source::files::{
    FileError, Files, Found, Listing, MAX_READ, Memory, Why, below, child, join, nearest, parent, relative, typed,
};

pub use disk::{Disk, UNLISTED};
pub use recorded::{Fingerprint, Question, Recorded};

/// A file of definitions larger than this is not used: people write them.
pub const MAX_BYTES: u64 = 16 << 20;

/// The folder below the root for what nobody commits: stamps, the lock and the journal of a write.
pub const STATE: &str = "target/rollbook";

/// What a new content is called until it takes the place of its file. The name is short, because that of
/// the file may be as long as names can be.
pub(crate) fn temporary(writer: u32, number: usize) -> String {
    format!(".rollbook-{writer}-{number}.new")
}

/// Whether a name is one of [`temporary`].
fn is_temporary(name: &str) -> bool {
    let numbers = name.strip_prefix(".rollbook-").and_then(|rest| rest.strip_suffix(".new"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.and_then(|numbers| numbers.split_once('-')).is_some_and(|(a, b)| is_number(a) && is_number(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_files_are_told_from_others() {
        assert!(is_temporary(&temporary(4711, 0)));
        for name in ["apple.yaml", ".rollbook-1.new", ".rollbook-a-1.new", ".rollbook-1-.new", "x.rollbook-1-1.new"] {
            assert!(!is_temporary(name), "{name}");
        }
    }
}
