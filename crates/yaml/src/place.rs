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

/// Whether a text begins with the colon before a value that is not written. A plain text may begin
/// with a colon too; then something other than a blank follows, or in brackets the end of an item.
pub(crate) fn is_colon(text: &str, in_brackets: bool) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']);
    let closes = |rest: &str| in_brackets && rest.starts_with([',', ']', '}']);
    text.strip_prefix(':').is_some_and(|rest| ends(rest) || closes(rest))
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
    let body = &content[found.range()];
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
