//! Listings: a text in which a line `-- path --` begins each file.
//!
//! What stands before the first such line is a comment for readers.

/// A part of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The path of a file, or `$` for commands.
    pub name: String,
    /// Its lines.
    pub content: String,
}

/// The sections of a listing, in its order.
#[must_use]
pub fn sections(listing: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in listing.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        if let Some(name) = name {
            sections.push(Section { name: name.to_owned(), content: String::new() });
        } else if let Some(section) = sections.last_mut() {
            section.content.push_str(line);
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_begins_a_section_and_a_comment_may_stand_before_it() {
        let listing = "A comment.\n-- a.yaml --\nkey: a\n---\nkey: b\n-- $ --\nrm a.yaml\n";
        let section = |name: &str, content: &str| Section { name: name.to_owned(), content: content.to_owned() };
        assert_eq!(sections(listing), [section("a.yaml", "key: a\n---\nkey: b\n"), section("$", "rm a.yaml\n")]);
    }
}
