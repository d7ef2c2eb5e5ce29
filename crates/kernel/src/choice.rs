//! Members of closed lists of strings, such as the values of an `enum` in a schema.

/// One of several strings.
pub trait Choice: Copy + Eq + 'static {
    /// The members with their strings, in the order of the schema.
    const ALL: &'static [(Self, &'static str)];

    /// The string of a member.
    #[must_use]
    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(member, _)| *member == self).map_or("", |(_, text)| text)
    }

    /// The member of a string.
    #[must_use]
    fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == text).map(|(member, _)| *member)
    }
}
