//! Writes the right addresses into a page, and proves that nothing else of it changed.

use std::fmt;

use source::{Place, Text};

use crate::{Contents, Fix, Flavour};

/// The text of a page with all of its fixes; every byte outside of them stays.
///
/// The result is read again: it has the same links in the same order, the fixed ones with the addresses
/// that they were to get, and the same definitions and code. A fix that is given twice counts once.
///
/// # Errors
/// Two fixes contradict each other, or the page would say something else besides. Nothing is fixed then.
///
/// ```
/// use links::{Fix, Flavour, fixed};
/// use source::{Span, Text};
///
/// let page = Text::new("a.md", "See [b](B.md#x).\n");
/// let fix = Fix { place: page.at(Span::new(8, 14)), replacement: "b.md#x".to_owned() };
/// assert_eq!(fixed(&page, &[fix], Flavour::Github), Ok("See [b](b.md#x).\n".to_owned()));
/// ```
pub fn fixed(text: &Text, fixes: &[Fix], flavour: Flavour) -> Result<String, Unfixed> {
    let mut fixes: Vec<&Fix> = fixes.iter().filter(|fix| fix.place.text == *text).collect();
    fixes.sort_by_key(|fix| (fix.place.span, fix.replacement.as_str()));
    fixes.dedup();
    let mut written = String::with_capacity(text.content().len());
    let mut end = 0;
    for fix in &fixes {
        let range = fix.place.span.range();
        let before = text.content().get(end..range.start).ok_or_else(|| Unfixed::Contradict(fix.place.clone()))?;
        written.push_str(before);
        written.push_str(&fix.replacement);
        end = range.end;
    }
    written.push_str(text.content().get(end..).unwrap_or_default());
    match unlike(text, &fixes, &Contents::read(&written, flavour), flavour) {
        Some(place) => Err(Unfixed::SaysElse(place)),
        None => Ok(written),
    }
}

/// Why a page was not fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfixed {
    /// This fix lies on another one.
    Contradict(Place),
    /// The page would change at this place, which is to stay.
    SaysElse(Place),
}

impl Unfixed {
    /// Where the reason stands.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::Contradict(place) | Self::SaysElse(place) => place,
        }
    }
}

impl fmt::Display for Unfixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place();
        let (name, position) = (place.text.name(), place.text.position(place.span.start));
        match self {
            Self::Contradict(_) => write!(f, "two fixes of `{name}:{position}` contradict each other"),
            Self::SaysElse(_) => write!(f, "fixes of `{name}` would change what it says at {position}"),
        }
    }
}

impl std::error::Error for Unfixed {}

/// The first place of a page that says something else once the fixes are in it.
fn unlike(text: &Text, fixes: &[&Fix], after: &Contents, flavour: Flavour) -> Option<Place> {
    let before = Contents::read(text.content(), flavour);
    let mut left = fixes.iter().peekable();
    for (at, link) in before.links.iter().enumerate() {
        let fix = left.next_if(|fix| fix.place.span == link.span);
        let address = fix.map_or(link.address.as_str(), |fix| fix.replacement.as_str());
        if after.links.get(at).is_none_or(|found| found.address != address || found.how != link.how) {
            return Some(text.at(link.span));
        }
    }
    // A fix of what is no link fixes nothing.
    if let Some(fix) = left.next() {
        return Some(fix.place.clone());
    }
    let end = text.at(source::Span::new(text.content().len(), text.content().len()));
    let labels = |contents: &Contents| -> Vec<(String, bool)> {
        contents.definitions.iter().map(|definition| (definition.label.clone(), definition.is_used)).collect()
    };
    let undefined =
        |contents: &Contents| -> Vec<String> { contents.undefined.iter().map(|link| link.label.clone()).collect() };
    let code = |contents: &Contents| -> Vec<String> {
        let lines = contents.code.iter().map(|code| code.text.clone());
        lines.chain(contents.fences.iter().flat_map(|fence| [fence.info.clone(), fence.text.clone()])).collect()
    };
    let is_same = after.links.len() == before.links.len()
        && labels(after) == labels(&before)
        && undefined(after) == undefined(&before)
        && code(after) == code(&before);
    (!is_same).then_some(end)
}

#[cfg(test)]
mod tests {
    use source::Span;

    use super::*;

    fn fix(text: &Text, old: &str, new: &str) -> Fix {
        let start = text.content().find(old).expect("the text has it");
        Fix { place: text.at(Span::new(start, start + old.len())), replacement: new.to_owned() }
    }

    #[test]
    fn all_fixes_of_a_page_are_written_at_once() {
        let text = Text::new(
            "a.md",
            "\u{feff}[a](A.md) ![b](B.png)\r\n\r\n> <a href='C.md'>c</a> [d]\n\n[d]: <D d.md> \"t\"\n",
        );
        let fixes = [
            fix(&text, "D d.md", "d%20d.md"),
            fix(&text, "A.md", "../longer/a.md"),
            fix(&text, "C.md", "c.md"),
            fix(&text, "B.png", "b.png"),
            fix(&text, "B.png", "b.png"),
        ];
        let expected =
            "\u{feff}[a](../longer/a.md) ![b](b.png)\r\n\r\n> <a href='c.md'>c</a> [d]\n\n[d]: <d%20d.md> \"t\"\n";
        assert_eq!(fixed(&text, &fixes, Flavour::MDBOOK).as_deref(), Ok(expected));
    }

    #[test]
    fn what_would_change_more_than_addresses_is_refused() {
        let text = Text::new("a.md", "[a](A.md) `code` [b](B.md)\n");
        let refused = |old: &str, new: &str| fixed(&text, &[fix(&text, old, new)], Flavour::MDBOOK).err();
        let place = |old: &str| fix(&text, old, "").place;
        // No address has a space, and a bracket ends one.
        assert_eq!(refused("A.md", "a b.md"), Some(Unfixed::SaysElse(place("A.md"))));
        assert_eq!(refused("A.md", "a).md"), Some(Unfixed::SaysElse(place("A.md"))));
        assert_eq!(refused("code", "other"), Some(Unfixed::SaysElse(place("code"))));
        let both = [fix(&text, "A.md", "a.md"), fix(&text, "A.md", "b.md")];
        let error = fixed(&text, &both, Flavour::MDBOOK).expect_err("one link has one address");
        assert_eq!(error.to_string(), "two fixes of `a.md:1:5` contradict each other");
    }
}
