//! JSON pointers.

/// RFC 6901, section 3: empty, or `/` and tokens, where `~` only stands in `~0` and `~1`.
pub(super) fn json_pointer(text: &str) -> bool {
    (text.is_empty() || text.starts_with('/')) && text.split('~').skip(1).all(|after| after.starts_with(['0', '1']))
}

/// draft-handrews-relative-json-pointer-01, section 3: how many levels up, then a pointer, or `#` for a key.
pub(super) fn relative(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let up = &text[..text.len() - rest.len()];
    let is_number = up == "0" || !(up.is_empty() || up.starts_with('0'));
    is_number && (rest == "#" || json_pointer(rest))
}

#[cfg(test)]
mod tests {
    use super::{json_pointer, relative};

    #[test]
    fn a_tilde_escapes_in_two_ways() {
        assert!(["", "/", "/a//b", "/~0~1/é"].into_iter().all(json_pointer));
        assert!(!["a", "#/a", "/~", "/~2", "/~/"].into_iter().any(json_pointer));
    }

    #[test]
    fn a_relative_pointer_begins_with_a_number() {
        assert!(["0", "10", "0#", "2/a/~0"].into_iter().all(relative));
        assert!(!["", "/a", "01", "-1", "0a", "0##", "1#/a", "1~0"].into_iter().any(relative));
    }
}
