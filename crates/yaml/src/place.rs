//! Finds what the parser leaves out: where a node stands that is not written, and where a block
//! scalar begins and ends.

use source::Span;

/// The end of the last token (indicator, tag or anchor) between `from` and `to`; `from` where only
/// blanks and comments stand between them.
pub(crate) fn last_token(content: &str, from: u32, to: u32) -> u32 {
    let mut end = from;
    tokens(content, from, to, |token| {
        end = token.end;
        Search::GoOn
    });
    end
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
