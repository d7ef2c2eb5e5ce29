//! Finds what the parser leaves out: where a node stands that is not written, and where a block
//! scalar begins and ends.

use source::Span;

/// The end of the last token (indicator, tag or anchor) between `from` and `to`, where only blanks
/// and comments may stand besides tokens.
pub(crate) fn last_token(content: &str, from: u32, to: u32) -> Option<u32> {
    let mut end = None;
    tokens(content, from, to, |token| {
        end = Some(token.end);
        Search::GoOn
    });
    end
}

/// Whether the colon of a value that is not written stands at `at`.
///
/// A plain text may begin with a colon too; then something other than a blank follows, or in
/// brackets the end of an item. In a block that begins at `block`, a colon that begins its line may
/// be that of another mapping, whose key is not written.
pub(crate) fn is_colon(content: &str, at: u32, block: Option<u32>) -> bool {
    let Some(rest) = content.get(at as usize..).and_then(|rest| rest.strip_prefix(':')) else { return false };
    let blank = rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']);
    match block {
        None => blank || rest.starts_with([',', ']', '}']),
        Some(block) => {
            blank && (!line_before(content, at).trim().is_empty() || column(content, at) == column(content, block))
        }
    }
}

/// The end of what stands behind an alias on its line, if that is more text: neither a comment nor the
/// colon of a key, and in brackets neither the end of the item.
pub(crate) fn text_behind(content: &str, at: u32, in_brackets: bool) -> Option<u32> {
    let rest = content.get(at as usize..)?;
    // One search for all: in brackets a line may hold a million aliases.
    let ends = |character| matches!(character, '\n' | '\r') || in_brackets && matches!(character, ',' | ']' | '}');
    let text = rest.find(ends).map_or(rest, |end| &rest[..end]);
    let text = text.split(" #").next()?.trim_end();
    let is_text = !text.trim_start().is_empty() && !text.trim_start().starts_with([':', '#']);
    is_text.then(|| at.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX)))
}

/// How many characters stand before `at` in its line.
pub(crate) fn column(content: &str, at: u32) -> usize {
    line_before(content, at).chars().count()
}

/// What stands before `at` in its line.
fn line_before(content: &str, at: u32) -> &str {
    let line = content.get(..at as usize).unwrap_or_default().rsplit(['\n', '\r']).next().unwrap_or_default();
    line.trim_start_matches('\u{feff}')
}

/// The first dash between `from` and `to`. Where a sequence is indented no more than the key it
/// belongs to, the parser stands behind its first dash.
pub(crate) fn first_dash(content: &str, from: u32, to: u32) -> Option<u32> {
    let mut dash = None;
    tokens(content, from, to, |token| {
        let is_dash = &content[token.range()] == "-";
        dash = is_dash.then_some(token.start);
        if is_dash { Search::Found } else { Search::GoOn }
    });
    dash
}

/// The span of a block scalar: from its `|` or `>`, which stands somewhere after `last`, to the end
/// of its last line that is not blank. The parser finds the content only, with all line breaks.
pub(crate) fn block_scalar(content: &str, last: u32, found: Span) -> Span {
    let mut header = found;
    tokens(content, last, found.start, |token| {
        let is_header = content[token.range()].starts_with(['|', '>']);
        if is_header {
            header = token;
        }
        if is_header { Search::Found } else { Search::GoOn }
    });
    let body = content.get(found.range()).unwrap_or_default();
    let trimmed = body.trim_end_matches([' ', '\t', '\n', '\r']);
    if trimmed.is_empty() {
        return header;
    }
    // Blanks at the end of the last line are content.
    let rest = &body[trimmed.len()..];
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    Span::new(header.start as usize, found.start as usize + trimmed.len() + line)
}

/// Whether a search for a token is over.
enum Search {
    GoOn,
    Found,
}

/// Shows `seen` each run of characters without blanks between two places, comments left out.
fn tokens(content: &str, from: u32, to: u32, mut seen: impl FnMut(Span) -> Search) {
    let (mut at, to) = (from as usize, to as usize);
    let bytes = content.as_bytes();
    let blank = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    while at < to {
        if blank(bytes[at]) {
            at += 1;
        } else if bytes[at] == b'#' && (at == 0 || blank(bytes[at - 1])) {
            at += bytes[at..to].iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
        } else {
            let end = at + bytes[at..to].iter().take_while(|byte| !blank(**byte)).count();
            if matches!(seen(Span::new(at, end)), Search::Found) {
                return;
            }
            at = end;
        }
    }
}
