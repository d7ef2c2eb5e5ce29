//! The nearest right name for a wrong one.

/// The candidate most like `wrong`, or `None` where none is like it at all.
///
/// Optimal string alignment, case folded; a name may differ in a third of its characters, at least
/// one. A candidate of which `wrong` is the last dotted segments counts as near too. Ties go to the
/// first in byte order, so the answer never depends on the order of the candidates.
///
/// ```
/// assert_eq!(source::nearest("gate.idempotncy", ["gate.idempotency", "time.compute_keys"]), Some("gate.idempotency"));
/// assert_eq!(source::nearest("idempotency", ["gate.idempotency"]), Some("gate.idempotency"));
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
        let distance = strsim::osa_distance(&folded, &candidate.to_lowercase());
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
