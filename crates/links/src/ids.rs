//! How repeated slugs become unique ids, as each tool counts.
//!
//! All take time in proportion to the number of headings, also where headings are made to collide.

use std::collections::{BTreeMap, BTreeSet};

/// The ids that were given, by which later ones become `slug-1`, `slug-2` and so on.
///
/// This is what github-slugger 2.0 (`index.js`, `slug`), mdBook 0.5 (`unique_id`) and MyST-Parser 5
/// (`unique_slug`) do.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    used: BTreeSet<String>,
    /// The suffix to try next for a slug. Those below it are used, so a page of one heading over and
    /// over does not try them all again each time.
    next: BTreeMap<String, u32>,
}

impl Ids {
    /// The slug, or the first of `slug-1`, `slug-2` and so on that is free.
    pub(crate) fn unique(&mut self, slug: String) -> String {
        if self.used.insert(slug.clone()) {
            return slug;
        }
        let next = self.next.entry(slug.clone()).or_insert(1);
        loop {
            let id = format!("{slug}-{next}");
            *next += 1;
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// How often each slug was made; an id can still be equal to another slug.
///
/// This is what mdBook 0.4 does (`unique_id_from_content`).
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<String, u32>);

impl Counts {
    /// The slug, and the second time `slug-1`.
    pub(crate) fn numbered(&mut self, slug: String) -> String {
        let count = self.0.entry(slug.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    }
}

/// Ids that count on at an underscore: after `foo_3` comes `foo_4`, and nothing becomes `_1`.
///
/// This is what Python-Markdown does (`toc.py`, `unique`).
#[derive(Debug, Default)]
pub(crate) struct UnderscoreIds {
    used: BTreeSet<String>,
    /// For a base, a number that is used, and the next after it that may be free.
    next: BTreeMap<String, BTreeMap<u64, u64>>,
}

impl UnderscoreIds {
    /// Ids that were written; they are the first to be used, wherever they stand.
    pub(crate) fn with(used: impl IntoIterator<Item = String>) -> Self {
        Self { used: used.into_iter().collect(), next: BTreeMap::new() }
    }

    /// The slug, or the first that is free when counting on.
    pub(crate) fn unique(&mut self, slug: String) -> String {
        if !slug.is_empty() && self.used.insert(slug.clone()) {
            return slug;
        }
        let (base, count) = split(&slug);
        let next = self.next.entry(base.to_owned()).or_default();
        let (mut passed, mut count) = (Vec::new(), count);
        loop {
            passed.push(count);
            count = next.get(&count).copied().unwrap_or(count.saturating_add(1));
            let id = format!("{base}_{count}");
            // The end of the numbers can be had more than once; Python has none.
            if self.used.insert(id.clone()) || count == u64::MAX {
                next.extend(passed.into_iter().map(|number| (number, count)));
                return id;
            }
        }
    }
}

/// The base and the number of `base_number`; a slug without a number counts from 0.
fn split(slug: &str) -> (&str, u64) {
    let numbered = slug.rsplit_once('_').filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
    numbered.and_then(|(base, number)| Some((base, number.parse().ok()?))).unwrap_or((slug, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_slugs_take_the_first_free_suffix() {
        let mut ids = Ids::default();
        let given = ["foo-1", "foo", "foo", "foo", "foo-1", "", ""].map(|slug| ids.unique(slug.to_owned()));
        assert_eq!(given, ["foo-1", "foo", "foo-2", "foo-3", "foo-1-1", "", "-1"]);
    }

    #[test]
    fn counted_slugs_do_not_look_at_other_slugs() {
        let mut counts = Counts::default();
        let given = ["foo-1", "foo", "foo", "foo"].map(|slug| counts.numbered(slug.to_owned()));
        assert_eq!(given, ["foo-1", "foo", "foo-1", "foo-2"]);
    }

    #[test]
    fn underscores_count_on() {
        let mut ids = UnderscoreIds::with(["setup".to_owned(), "a_2".to_owned()]);
        let slugs = ["", "", "foo", "foo", "foo_1", "foo_1", "setup", "a", "a", "a", "a_2", "x_", "x_", "b_03", "b_03"];
        let given = slugs.map(|slug| ids.unique(slug.to_owned()));
        assert_eq!(
            given,
            [
                "_1", "_2", "foo", "foo_1", "foo_2", "foo_3", "setup_1", "a", "a_1", "a_3", "a_4", "x_", "x__1",
                "b_03", "b_4"
            ]
        );
        assert_eq!(ids.unique("z_99999999999999999999".to_owned()), "z_99999999999999999999");
    }

    #[test]
    fn slugs_that_are_made_to_collide_take_linear_time() {
        let mut ids = UnderscoreIds::default();
        for round in 0..3 {
            for number in 0..20_000 {
                let id = ids.unique(format!("a_{number}"));
                assert!(round > 0 || id == format!("a_{number}"));
            }
        }
    }
}
