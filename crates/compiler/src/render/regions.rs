//! Regions of pages that people write: `<!-- rollbook:begin scenario.step -->` to `<!-- rollbook:end -->`.
//!
//! 1. A page without the mark costs one search.
//! 2. The comments that are markers are read; each stands on lines of its own, and in code there are none.
//! 3. What is between a pair is replaced. Every other byte of the page stays, and line breaks are those of the
//!    line that begins the region.

use std::collections::BTreeMap;

use links::Flavour;
use source::{Code, Diagnostic, Findings, Span, Text, nearest};

use crate::files::{Files, Why};
use crate::own_format::{self, unreadable};
use crate::render::bears_header;

/// A page that people write, with what its regions should hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it is, relative to the root.
    pub path: String,
    /// What it holds.
    pub old: Vec<u8>,
    /// What it should hold.
    pub content: Vec<u8>,
    /// The definitions that its regions are made from.
    pub from: String,
}

/// What each marker has.
const MARK: &str = "rollbook:";

/// The markers.
const MARKERS: [&str; 2] = ["rollbook:begin", "rollbook:end"];

/// A region of a page.
#[derive(Debug)]
pub(super) struct Region {
    /// The comment that begins it.
    pub(super) begin: Span,
    /// What is asked for: the words after `rollbook:begin`.
    pub(super) words: Vec<Word>,
    /// What is between the markers, in whole lines.
    inside: Span,
}

/// A word of a marker.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// What stands before its `=`; empty without one.
    pub(super) name: String,
    /// What stands after it, without quotes.
    pub(super) value: String,
    /// Where it stands.
    pub(super) span: Span,
}

/// The text of a page that may have regions; `None` for those that have none, and for generated ones.
pub(super) fn page(files: &impl Files, path: &str, findings: &mut Findings) -> Option<Text> {
    let bytes = match files.read(path) {
        Ok(bytes) => bytes?,
        // What is not in the project is not kept up to date either.
        Err(error) if matches!(error.why, Why::Outside | Why::Dangling) => return None,
        Err(error) => {
            findings.push(unreadable(&error));
            return None;
        }
    };
    if !may_have_markers(&String::from_utf8_lossy(&bytes)) || bears_header(&bytes) {
        return None;
    }
    own_format::read(files, path, findings)
}

/// Whether a comment, or what looks like one in code, begins as a marker does. Few bytes of a page are a `<`, and
/// these are found fast in every profile.
fn may_have_markers(content: &str) -> bool {
    let mut tags = content.match_indices('<').map(|(at, _)| &content[at..]);
    tags.any(|rest| rest.strip_prefix("<!--").is_some_and(|comment| comment.trim_start().starts_with(MARK)))
}

/// The regions of a page. Where a marker is wrong, there is a finding, and nothing of the page is to be written.
pub(super) fn find(text: &Text, flavour: Flavour, findings: &mut Findings) -> Option<Vec<Region>> {
    let before = findings.len();
    let mut regions: Vec<Region> = Vec::new();
    let mut open: Option<Region> = None;
    for comment in links::comments(text.content(), flavour) {
        let Some((marker, words)) = marker(text, comment) else { continue };
        let name = &text.content()[marker.range()];
        let invalid = |message: String| Diagnostic::new(Code::InvalidRegion, text.at(comment), message);
        if MARKERS.contains(&name) && !is_alone(text, comment) {
            findings.push(invalid(format!("`{name}` shares its line")).help("put the marker on a line of its own"));
        }
        if !MARKERS.contains(&name) {
            let finding = Diagnostic::new(Code::InvalidRegion, text.at(marker), format!("`{name}` is no marker"));
            findings.push(match nearest(name, MARKERS) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.note(format!("markers: `{}`, `{}`", MARKERS[0], MARKERS[1])),
            });
        } else if name == MARKERS[1] {
            match open.take() {
                Some(region) => {
                    regions.push(Region { inside: Span { end: comment.start, ..region.inside }, ..region });
                }
                None => findings.push(invalid("a region ends that does not begin".to_owned()).help("remove the line")),
            }
        } else if let Some(outer) = &open {
            let finding = invalid("a region begins inside of another".to_owned());
            let help = "<!-- rollbook:end -->";
            findings.push(finding.also(text.at(outer.begin), "the other one begins here").help(help));
        } else {
            if words.is_empty() {
                let finding = invalid("a region says no kind".to_owned());
                findings.push(finding.help("<!-- rollbook:begin registry.kind -->"));
            }
            let after = after_line(text, comment.end as usize);
            open = Some(Region { begin: comment, words, inside: Span::new(after, after) });
        }
    }
    if let Some(region) = open {
        let finding = Diagnostic::new(Code::InvalidRegion, text.at(region.begin), "a region begins that does not end");
        findings.push(finding.help("<!-- rollbook:end -->"));
    }
    refuse_equal(text, &regions, findings);
    (findings.len() == before).then_some(regions)
}

/// Two regions that say the same are one too many.
fn refuse_equal(text: &Text, regions: &[Region], findings: &mut Findings) {
    let mut seen: BTreeMap<Vec<(&str, &str)>, Span> = BTreeMap::new();
    for region in regions {
        let mut asked: Vec<_> = region.words.iter().map(|word| (word.name.as_str(), word.value.as_str())).collect();
        asked.sort_unstable();
        if let Some(first) = seen.insert(asked, region.begin) {
            let message = "the page has this region twice";
            let finding = Diagnostic::new(Code::InvalidRegion, text.at(region.begin), message);
            findings.push(finding.also(text.at(first), "the other one").help("remove one of them"));
        }
    }
}

/// The first word of a comment that is a marker, and the words after it.
fn marker(text: &Text, comment: Span) -> Option<(Span, Vec<Word>)> {
    let start = comment.start as usize + "<!--".len();
    let inner = text.slice(comment).strip_prefix("<!--")?.strip_suffix("-->")?;
    if !inner.trim_start().starts_with(MARK) {
        return None;
    }
    let mut words = words(inner).into_iter().map(|(from, to)| (&inner[from..to], Span::new(start + from, start + to)));
    let (_, marker) = words.next()?;
    let words = words.map(|(word, span)| {
        let (name, value) = word.split_once('=').unwrap_or(("", word));
        Word { name: name.to_owned(), value: value.replace('"', ""), span }
    });
    Some((marker, words.collect()))
}

/// Where words begin and end; blanks between `"` are part of a word.
fn words(inner: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let (mut from, mut quoted) = (None, false);
    for (at, character) in inner.char_indices() {
        quoted ^= character == '"';
        match from {
            Some(start) if character.is_whitespace() && !quoted => {
                words.push((start, at));
                from = None;
            }
            None if !character.is_whitespace() => from = Some(at),
            Some(_) | None => {}
        }
    }
    words.extend(from.map(|start| (start, inner.len())));
    words
}

/// Whether nothing else stands on the lines of a comment.
fn is_alone(text: &Text, comment: Span) -> bool {
    let content = text.content();
    let before = &content[..comment.start as usize];
    let rest = &content[comment.end as usize..];
    let line = rest.split('\n').next().unwrap_or_default();
    (before.is_empty() || before.ends_with('\n')) && line.trim().is_empty()
}

fn after_line(text: &Text, at: usize) -> usize {
    let content = text.content();
    content[at..].find('\n').map_or(content.len(), |line| at + line + 1)
}

/// The page with other contents in its regions, which are in Markdown and end in a line break.
///
/// `Err` has the place of a region whose content would begin or end a region itself.
pub(super) fn renewed(text: &Text, regions: &[Region], contents: &[String], flavour: Flavour) -> Result<String, Span> {
    let content = text.content();
    let mut renewed = String::with_capacity(content.len());
    let mut at = 0;
    for (region, new) in regions.iter().zip(contents) {
        let inside = region.inside.range();
        renewed.push_str(&content[at..inside.start]);
        let is_crlf = content[..inside.start].ends_with("\r\n");
        // Python-Markdown reads a table only after an empty line.
        let new = format!("\n{new}\n");
        renewed.push_str(&if is_crlf { new.replace('\n', "\r\n") } else { new });
        at = inside.end;
    }
    renewed.push_str(&content[at..]);
    let text = Text::new(text.name(), renewed);
    let again = find(&text, flavour, &mut Findings::new()).unwrap_or_default();
    let asked = |region: &Region| region.words.iter().map(|word| (word.name.clone(), word.value.clone())).collect();
    let pairs: Vec<(Vec<_>, Vec<_>)> = regions.iter().zip(&again).map(|(a, b)| (asked(a), asked(b))).collect();
    let differs = pairs.iter().position(|(a, b)| a != b).unwrap_or(pairs.len());
    match regions.get(differs).or(regions.last()) {
        Some(region) if again.len() != regions.len() || differs < regions.len() => Err(region.begin),
        Some(_) | None => Ok(text.content().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLAVOUR: Flavour = Flavour::MDBOOK;

    fn found(page: &str) -> Result<Vec<String>, Vec<String>> {
        let (text, mut findings) = (Text::new("page.md", page), Findings::new());
        let regions = find(&text, FLAVOUR, &mut findings);
        let said = findings.iter().map(|finding| format!("{}: {}", finding.primary.place, finding.message));
        let shown = |region: &Region| text.slice(region.inside).to_owned();
        regions.map(|regions| regions.iter().map(shown).collect()).ok_or_else(|| said.collect())
    }

    #[test]
    fn what_is_between_two_markers_is_a_region() {
        let page = "# A\n<!-- rollbook:begin a.b -->\nold\n<!-- rollbook:end -->\n\n\
                    <!--rollbook:begin a.b group=\"x y\"-->\n<!--rollbook:end-->";
        assert_eq!(found(page), Ok(vec!["old\n".to_owned(), String::new()]));
    }

    #[test]
    fn markers_in_code_and_other_comments_are_none() {
        let page = "```html\n<!-- rollbook:begin a.b -->\n```\n`<!-- rollbook:end -->`\n\n    <!-- rollbook:end -->\n\n\
                    <!-- about rollbook:begin -->\n<!-- rollbook-allow x: y -->\n";
        assert_eq!(found(page), Ok(Vec::new()));
    }

    #[test]
    fn wrong_markers_are_findings_at_their_places() {
        let (begin, end) = ("<!-- rollbook:begin a.b -->\n", "<!-- rollbook:end -->\n");
        let cases = [
            (begin.to_owned(), "page.md:1:1: a region begins that does not end"),
            (format!("x\n\n{end}"), "page.md:3:1: a region ends that does not begin"),
            (format!("{begin}{begin}{end}"), "page.md:2:1: a region begins inside of another"),
            (format!("{begin}{end}{begin}{end}"), "page.md:3:1: the page has this region twice"),
            (format!("<!-- rollbook:begin -->\n{end}"), "page.md:1:1: a region says no kind"),
            (format!("<!-- rollbook:begn a.b -->\n{begin}{end}"), "page.md:1:6: `rollbook:begn` is no marker"),
            (format!("x {begin}{end}"), "page.md:1:3: `rollbook:begin` shares its line"),
            (format!("- {begin}  {end}"), "page.md:1:3: `rollbook:begin` shares its line"),
        ];
        for (page, expected) in cases {
            let said = found(&page).expect_err(&page);
            assert_eq!(said.first().map(String::as_str), Some(expected), "{page}");
        }
    }

    fn renew(page: &str, new: &str) -> Result<String, Span> {
        let (text, mut findings) = (Text::new("page.md", page), Findings::new());
        let regions = find(&text, FLAVOUR, &mut findings).expect("the markers are right");
        renewed(&text, &regions, &vec![new.to_owned(); regions.len()], FLAVOUR)
    }

    #[test]
    fn every_byte_outside_of_regions_stays() {
        let pages = [
            ("é\u{2028}\t \n<!-- rollbook:begin a.b -->\nold\n<!-- rollbook:end --> \nlast", "\n"),
            ("a\r\n<!-- rollbook:begin a.b -->\r\n<!-- rollbook:end -->", "\r\n"),
            ("a\n<!-- rollbook:begin a.b -->\r\nold\n<!-- rollbook:end -->\n\n\n", "\r\n"),
        ];
        for (page, line) in pages {
            let once = renew(page, "new\n").expect("the content has no markers");
            let (begin, end) =
                (page.find("a.b -->").expect("it begins") + 7 + line.len(), page.find("<!-- rollbook:end"));
            let expected = [&page[..begin], line, "new", line, line, &page[end.expect("it ends")..]].concat();
            assert_eq!(once, expected);
            assert_eq!(renew(&once, "new\n"), Ok(once.clone()), "twice is once");
        }
    }

    #[test]
    fn a_content_that_would_end_its_region_is_refused() {
        let page = "<!-- rollbook:begin a.b -->\n<!-- rollbook:end -->\n";
        for new in ["<!-- rollbook:end -->\n", "```\n", "<!--\n", "<!-- rollbook:begin c.d -->\n", "<script>\n"] {
            assert_eq!(renew(page, new), Err(Span::new(0, 27)), "{new}");
        }
    }
}
