//! The nearest right name for a wrong one.

use std::borrow::Cow;

/// The candidate most like `wrong`, or `None` where none is like it at all.
///
/// Optimal string alignment, case folded; a name may differ in a third of its characters, at least
/// one. A plural ending counts as one character, so `entry` is as near to `entries` as `step` is to
/// `steps`. A candidate of which `wrong` is the last dotted segments counts as near too. Ties go to
/// the first in byte order, so the answer never depends on the order of the candidates.
///
/// ```
/// assert_eq!(source::nearest("gate.idempotncy", ["gate.idempotency", "time.compute_keys"]), Some("gate.idempotency"));
/// assert_eq!(source::nearest("idempotency", ["gate.idempotency"]), Some("gate.idempotency"));
/// assert_eq!(source::nearest("entry", ["entries", "layout"]), Some("entries"));
/// assert_eq!(source::nearest("zebra", ["gate.idempotency"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wrong.to_lowercase();
    let length = folded.chars().count();
    let limit = (length / 3).max(1);
    let distance = |candidate: &str| {
        // A length that differs by more than the limit cannot be within it; most candidates end here.
        if candidate.len().abs_diff(wrong.len()) > limit * 4 {
            return None;
        }
        let candidate = candidate.to_lowercase();
        let of_names = strsim::osa_distance(&folded, &candidate);
        let of_stems = strsim::osa_distance(&singular(&folded), &singular(&candidate));
        let distance = of_names.min(of_stems + 1);
        (distance <= limit && distance < length.max(1)).then_some(distance)
    };
    let tail = |candidate: &str| candidate.strip_suffix(wrong).is_some_and(|head| head.ends_with(['.', '_', '/']));
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let near = distance(candidate).or_else(|| (length > 2 && tail(candidate)).then_some(limit + 1))?;
            Some((near, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether two names differ by one letter too many, too few or other than it should be, or by two letters
/// in the wrong order; the case aside.
#[must_use]
pub fn is_slip(wrong: &str, right: &str) -> bool {
    strsim::osa_distance(&wrong.to_lowercase(), &right.to_lowercase()) == 1
}

/// `entries` and `entry` → `entry`, `steps` and `step` → `step`; what is left is a word, of three letters at least.
fn singular(name: &str) -> Cow<'_, str> {
    let stem = |ending| name.strip_suffix(ending).filter(|stem| stem.len() > 2);
    match stem("ies") {
        Some(stem) => Cow::Owned(format!("{stem}y")),
        None => Cow::Borrowed(stem("s").unwrap_or(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let cases = [
            ("entry", "entries"),
            ("entrys", "entries"),
            ("entries", "entry"),
            ("registry", "registries"),
            ("registris", "registries"),
            ("sumary", "summary"),
            ("kye", "key"),
            ("Summary", "summary"),
            ("x-registy", "x-registry"),
            ("port", "ports"),
            ("celcius", "celsius"),
            ("keys", "gate.keys"),
        ];
        for (wrong, right) in cases {
            assert_eq!(nearest(wrong, [right, "unlike_any_other"]), Some(right), "{wrong}");
        }
    }

    #[test]
    fn suggests_nothing_far_fetched() {
        let cases = [
            ("entry", "enter_key"),
            ("entry", "centuries"),
            ("key", "doc"),
            ("as", "ies"),
            ("is", "as_of"),
            ("time", "timber"),
            ("title", "tiles_of_roofs"),
            ("pies", "py"),
            ("price", "plural"),
            ("s", "ies"),
            ("", "s"),
        ];
        for (wrong, far) in cases {
            assert_eq!(nearest(wrong, [far]), None, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_wins_and_ties_go_to_the_first() {
        assert_eq!(nearest("entry", ["entries", "entri"]), Some("entri"));
        assert_eq!(nearest("step", ["steps", "stop"]), nearest("step", ["stop", "steps"]));
    }
}
