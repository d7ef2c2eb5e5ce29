//! Escapes characters so that they show and do nothing, for every reader.

use super::Reader;

/// Whether web addresses in a text become links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Urls {
    /// They do.
    Linked,
    /// They stay text: they are inside a link already, or the text is a value.
    AsText,
}

/// Appends `text` to a line or paragraph that has been written so far. Runs of blanks become one space.
pub(super) fn text(out: &mut String, text: &str, reader: Reader, urls: Urls) {
    let mut rest = text;
    let mut previous: Option<char> = None;
    while let Some(character) = rest.chars().next() {
        if urls == Urls::Linked && character == 'h' {
            let url = url_at(rest);
            if !url.is_empty() {
                link(out, url, reader);
                rest = &rest[url.len()..];
                previous = url.chars().last();
                continue;
            }
        }
        rest = &rest[character.len_utf8()..];
        push(out, character, previous, rest, reader);
        previous = Some(character);
    }
}

/// The web address that `text` begins with, without the punctuation of the sentence around it.
fn url_at(text: &str) -> &str {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme));
    let Some(scheme) = scheme else { return "" };
    let ends = |character: char| {
        character.is_whitespace() || source::is_hidden(character) || "<>\"'`(){}[]|\\^*".contains(character)
    };
    let end = text.find(ends).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '_', '~']);
    if url.len() > scheme.len() { url } else { "" }
}

fn link(out: &mut String, url: &str, reader: Reader) {
    let Some(address) = address(url) else { return text(out, url, reader, Urls::AsText) };
    // MDX reads `<https://…>` as a broken tag.
    if reader == Reader::Rustdoc && address == url {
        out.extend(["<", url, ">"]);
    } else {
        open_link(out);
        text(out, url, reader, Urls::AsText);
        out.extend(["](", &address, ")"]);
    }
}

/// Appends the `[` of a link. A `!` or `^` before it would make it an image or a footnote.
pub(super) fn open_link(out: &mut String) {
    let entity = match out.as_bytes().last() {
        Some(b'!') => Some("&#33;"),
        Some(b'^') => Some("&#94;"),
        _ => None,
    };
    if let Some(entity) = entity {
        out.pop();
        out.push_str(entity);
    }
    out.push('[');
}

/// A web address as it can stand in `(…)` and `<…>`; `None` for any other address.
pub(super) fn address(url: &str) -> Option<String> {
    let has = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (has("http://") || has("https://")).then(|| percent(url, b"-._~:/?#@!&+,;=%"))
}

/// Percent-encodes all bytes but ASCII letters, digits and those of `also`; `&` becomes an entity, since
/// Markdown reads entities in addresses.
pub(super) fn percent(url: &str, also: &[u8]) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte == b'&' && also.contains(&byte) {
            out.push_str("&amp;");
        } else if byte.is_ascii_alphanumeric() || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: [u8; 16] = *b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

/// Appends one character. `out` tells whether a line begins here; `rest` is what follows.
fn push(out: &mut String, character: char, previous: Option<char>, rest: &str, reader: Reader) {
    let at_start = out.is_empty() || out.ends_with('\n');
    if matches!(character, ' ' | '\t' | '\n' | '\r') {
        if !at_start && !out.ends_with(' ') {
            out.push(' ');
        }
        return;
    }
    if source::is_hidden(character) {
        for shown in character.escape_default() {
            push(out, shown, Some('u'), "", reader);
        }
        return;
    }
    let next = rest.chars().next();
    let escape = if reader == Reader::Rustdoc {
        rustdoc(out, character, previous, next, at_start)
    } else {
        site(out, character, previous, rest, at_start)
    };
    match escape {
        Escape::No => out.push(character),
        Escape::Backslash => out.extend(['\\', character]),
        Escape::Entity(entity) => out.push_str(entity),
    }
}

/// How a character is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escape {
    No,
    Backslash,
    Entity(&'static str),
}

impl Escape {
    fn entity_if(condition: bool, entity: &'static str) -> Self {
        if condition { Self::Entity(entity) } else { Self::No }
    }

    fn backslash_if(condition: bool) -> Self {
        if condition { Self::Backslash } else { Self::No }
    }
}

/// What CommonMark needs, whoever reads it.
fn common(out: &str, character: char, previous: Option<char>, next: Option<char>, at_start: bool) -> Escape {
    let word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let breaks_off = next.is_none_or(char::is_whitespace);
    match character {
        '\\' | '`' | '*' | '[' | ']' => Escape::Backslash,
        // Inside a word it is a letter.
        '_' => Escape::backslash_if(!(word(previous) && word(next))),
        '#' => Escape::backslash_if(at_start),
        '+' | '-' => Escape::backslash_if(at_start && (breaks_off || next == Some(character))),
        // The number of a list.
        '.' | ')' => Escape::backslash_if(breaks_off && is_number(out)),
        '=' => Escape::entity_if(at_start, "&#61;"),
        '&' => Escape::entity_if(next.is_some_and(|next| next == '#' || next.is_ascii_alphanumeric()), "&amp;"),
        _ => Escape::No,
    }
}

fn is_number(out: &str) -> bool {
    let before = out.trim_end_matches(|last: char| last.is_ascii_digit());
    before.len() < out.len() && (before.is_empty() || before.ends_with('\n'))
}

fn rustdoc(out: &str, character: char, previous: Option<char>, next: Option<char>, at_start: bool) -> Escape {
    match character {
        '<' | '>' | '|' | '~' => Escape::Backslash,
        _ => common(out, character, previous, next, at_start),
    }
}

fn site(out: &str, character: char, previous: Option<char>, rest: &str, at_start: bool) -> Escape {
    let next = rest.chars().next();
    let twice = at_start && next == Some(character);
    match character {
        '{' | '}' => Escape::Backslash,
        '<' => Escape::Entity("&lt;"),
        '>' => Escape::Entity("&gt;"),
        '|' => Escape::Entity("&#124;"),
        '~' => Escape::Entity("&#126;"),
        // Display math of MkDocs is `\[…\]`.
        '[' => Escape::Entity("&#91;"),
        ']' => Escape::Entity("&#93;"),
        // MathJax reads the finished page, and it can make links; only a character in between stops it.
        '\\' if rest.starts_with(['(', '[']) || rest.starts_with("begin") => Escape::Entity("\\\\&zwnj;"),
        '$' if next == Some('$') => Escape::Entity("&#36;&zwnj;"),
        // Other math.
        '$' => Escape::Entity("&#36;"),
        // Directives, roles, emoji, field and definition lists.
        ':' => {
            let names =
                |next: char| matches!(next, ':' | '_' | '-') || !(next.is_whitespace() || next.is_ascii_punctuation());
            Escape::entity_if(at_start || next.is_some_and(names) || previous == Some(':'), "&#58;")
        }
        // The target `(name)=` of MyST.
        '=' if previous == Some(')') => Escape::Entity("&#61;"),
        // A comment of MyST; admonitions and blocks of MkDocs.
        '%' => Escape::entity_if(at_start, "&#37;"),
        '!' => Escape::entity_if(twice, "&#33;"),
        '?' => Escape::entity_if(twice, "&#63;"),
        '/' => Escape::entity_if(twice, "&#47;"),
        // MDX runs a paragraph that begins with one of these words.
        'i' => Escape::entity_if(at_start && begins(rest, "mport"), "&#105;"),
        'e' => Escape::entity_if(at_start && begins(rest, "xport"), "&#101;"),
        _ => common(out, character, previous, next, at_start),
    }
}

fn begins(rest: &str, word: &str) -> bool {
    rest.strip_prefix(word).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

/// Whether a code span can hold the text for a reader. No spelling of `|` in a code span within a table means
/// the same to GitHub and to MkDocs, and nothing in code keeps mdBook from including a file.
pub(super) fn fits_code(text: &str, reader: Reader) -> bool {
    match reader {
        Reader::Rustdoc => true,
        Reader::Site => !includes(text),
        Reader::Cell => !includes(text) && !text.contains('|'),
    }
}

/// A code span that shows `text` on one line.
pub(super) fn code(text: &str) -> String {
    // Nearly every text is a name.
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
    if !text.is_empty() && text.bytes().all(is_name) {
        return ["`", text, "`"].concat();
    }
    let shown = visible(text, Lines::Joined);
    let runs = shown.split(|character| character != '`').map(str::len);
    let mut lengths: Vec<usize> = runs.filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    // The shortest run of backticks that is not in the text.
    let length = (1..=lengths.len() + 1).find(|length| lengths.binary_search(length).is_err()).unwrap_or(1);
    let ticks = "`".repeat(length);
    let blank = shown.bytes().all(|byte| byte == b' ');
    let stripped = shown.starts_with(' ') && shown.ends_with(' ') && !blank;
    let pad = if shown.is_empty() || stripped || shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    let closing = if shown.is_empty() { "" } else { pad };
    [&ticks, pad, &shown, closing, &ticks].concat()
}

/// A fence that shows `code` of a language.
pub(super) fn fence(code: &str, language: &str) -> String {
    let shown = without_includes(&visible(code, Lines::Kept));
    let longest = shown.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest.max(2) + 1);
    let mut out = format!("{ticks}{language}\n");
    for line in shown.trim_end().trim_start_matches('\n').split('\n') {
        out.push_str(&without_snippet(line.trim_end()));
        out.push('\n');
    }
    out.push_str(&ticks);
    out
}

/// Whether line breaks matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    Kept,
    Joined,
}

/// Code in which hidden characters show.
fn visible(code: &str, lines: Lines) -> String {
    let mut shown = String::with_capacity(code.len());
    let mut characters = code.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, lines) {
            ('\r', _) if characters.peek() == Some(&'\n') => {}
            ('\r' | '\n', Lines::Kept) => shown.push('\n'),
            ('\t', Lines::Kept) => shown.push('\t'),
            ('\r' | '\n' | '\t', Lines::Joined) => shown.push(' '),
            _ if source::is_hidden(character) => shown.extend(character.escape_default()),
            _ => shown.push(character),
        }
    }
    shown
}

/// Where `{{` and `#` stand with nothing but blanks between them: mdBook includes files there, in code too.
fn includes(code: &str) -> bool {
    let mut pairs = code.as_bytes().windows(2).enumerate().filter(|(_, pair)| pair == b"{{");
    pairs.any(|(at, _)| code[at + 2..].trim_start().starts_with('#'))
}

/// Code with a space between the two braces that mdBook looks for. It shows, but there is no escape in code.
fn without_includes(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    for (at, character) in code.char_indices() {
        if character == '{' && out.ends_with('{') && code[at + 1..].trim_start().starts_with('#') {
            out.push(' ');
        }
        out.push(character);
    }
    out
}

/// A line of code without the mark `--8<--` that makes MkDocs include a file, which holds in fences too.
fn without_snippet(line: &str) -> String {
    let marked = line.trim_start_matches([' ', '\t', ';']);
    let dashes = marked.len() - marked.trim_start_matches('-').len();
    if dashes > 0 && marked[dashes..].starts_with("8<") {
        let at = line.len() - marked.len() + dashes;
        return format!("{} {}", &line[..at], &line[at..]);
    }
    line.to_owned()
}
