//! The nearest of many names, in a time that does not grow with how many there are.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included, Unbounded};

/// The most names on each side of a wrong one that are compared with it letter by letter.
const BESIDE: usize = 24;

/// The longest name of which a nearest is looked for, in bytes; file systems have none that is longer.
const LONGEST: usize = 255;

/// The key that is nearest to a wrong one by [`source::nearest`].
///
/// Of more than twice [`BESIDE`] keys, only those are compared that stand beside the wrong one in their
/// order, so one that begins in another way is not found.
pub(crate) fn nearest_key<'m, V>(names: &'m BTreeMap<String, V>, wrong: &str) -> Option<&'m str> {
    if wrong.is_empty() || wrong.len() > LONGEST {
        return None;
    }
    let most = if names.len() <= 2 * BESIDE { names.len() } else { BESIDE };
    let before = names.range::<str, _>((Unbounded, Excluded(wrong))).rev().take(most);
    let after = names.range::<str, _>((Included(wrong), Unbounded)).take(most);
    let beside = before.chain(after).map(|(name, _)| name.as_str());
    source::nearest(wrong, beside.filter(|name| name.len() <= LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
        names.into_iter().map(|name| (name.clone(), name.len())).collect()
    }

    #[test]
    fn the_nearest_name_is_found_among_few_and_many() {
        let few = names(["setup".to_owned(), "install".to_owned()]);
        let found = ["xetup", "zebra", ""].map(|wrong| nearest_key(&few, wrong));
        assert_eq!(found, [Some("setup"), None, None]);
        let many = names((0..10_000).map(|number| format!("name of number {number:05}")).chain(["setup".to_owned()]));
        assert_eq!(nearest_key(&many, "setpu"), Some("setup"));
    }

    #[test]
    fn names_that_no_file_can_have_are_not_compared() {
        let long = "a".repeat(1 << 20);
        let names = names([long.clone()]);
        assert_eq!((nearest_key(&names, &long), nearest_key(&names, "aaa")), (None, None));
    }
}
