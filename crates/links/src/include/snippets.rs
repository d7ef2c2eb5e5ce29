//! `--8<-- "file"` of `pymdownx.snippets`: lines of their own, also in code.
//!
//! 1. `--8<-- "file"` is a file; `--8<--` lines stand around many, a file a line.
//! 2. `file:from:to` is lines, `file:from:to,from:to` more of them, `file:name` a section, which stands
//!    between lines with `--8<-- [start:name]` and `--8<-- [end:name]`.
//! 3. Lines that mark sections are dropped; `;--8<--` loses its semicolon.
//! 4. What is included has the indent of the line that includes it.
//! 5. Addresses `https://…` are nothing that could be missing.
//!
//! Not followed: `auto_append`, `dedent_subsections`, and `restrict_base_path: false`. A part that is one
//! empty line is nothing.
//!
//! Source: `pymdownx/snippets.py` of pymdown-extensions 11.

use std::ops::Range;

use source::files::{self, Files, Found};

use super::mapped::{At, Mapped, lines, without_line_end};
use super::{IncludeError, Links, MAX_INCLUDED, Opened, Run, Wanted};
use crate::site::below;

/// What every snippet has.
pub(super) const MARK: &str = "8<-";

/// The text with what it includes, from the first of the folders that has it.
pub(super) fn expand<F: Files>(run: &mut Run<'_, F>, input: &Mapped, folders: &[String]) -> Mapped {
    expand_as(run, input, folders, Markers::Drop)
}

/// What becomes of lines that mark sections.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Markers {
    Drop,
    /// In a section all is as it is.
    Keep,
}

fn expand_as<F: Files>(run: &mut Run<'_, F>, input: &Mapped, folders: &[String], markers: Markers) -> Mapped {
    let text = input.text();
    let (mut output, mut is_block) = (Mapped::default(), false);
    let mut length = 0;
    for range in lines(text) {
        length = output.text().len();
        let line = without_line_end(&text[range.clone()]);
        let path = match notation(line) {
            Some(Notation::Escaped { semicolon }) => {
                output.copy(input, range.start..range.start + semicolon);
                output.copy(input, range.start + semicolon + 1..range.end);
                continue;
            }
            Some(Notation::Block) => {
                is_block = !is_block;
                continue;
            }
            Some(Notation::Inline(path)) if !is_block => path,
            Some(Notation::Inline(_)) => continue,
            None if is_block => line.len() - line.trim_start().len()..line.len(),
            None => {
                match marker(line).filter(|_| markers == Markers::Drop) {
                    Some(Marker { semicolon: Some(at), .. }) => {
                        output.copy(input, range.start..range.start + at);
                        output.copy(input, range.start + at + 1..range.end);
                    }
                    Some(_) => {}
                    None => output.copy(input, range),
                }
                continue;
            }
        };
        let path = range.start + path.start..range.start + path.end;
        if text[path.clone()].trim().is_empty() {
            output.copy(input, range.start + line.len()..range.end);
        } else if let Some(included) = included(run, input, folders, range.start..range.start + line.len(), path)
            && !included.text().is_empty()
        {
            output.append(&included);
            output.copy(input, range.start + line.len()..range.end);
        }
    }
    // Where the last line is dropped, so is the end of the line before.
    if !text.ends_with('\n') && output.text().len() == length {
        output.drop_line_end();
    }
    output
}

fn included<F: Files>(
    run: &mut Run<'_, F>,
    input: &Mapped,
    folders: &[String],
    line: Range<usize>,
    path: Range<usize>,
) -> Option<Mapped> {
    let untrimmed = &input.text()[path.clone()];
    let argument = untrimmed.trim();
    let start = path.start + (untrimmed.len() - untrimmed.trim_start().len());
    // Addresses cannot be looked at, and what is commented out is nothing.
    let is_address = |scheme: &str| argument.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    if argument.starts_with(';') || is_address("https://") || is_address("http://") {
        return None;
    }
    let (written, part) = parts(argument);
    let is_section = matches!(Part::read(part), Part::Section(_));
    let include = input.at(line.clone());
    let wanted = Wanted {
        include,
        at: input.at(start..start + if is_section { argument.len() } else { written.len() }),
        written,
        path: found(run, folders, written),
        // A file that is open is not opened again, whichever part of it.
        part: "",
        links: Links::Page,
    };
    let opened = run.open(&wanted)?;
    let part = Part::read(part);
    let chosen = chosen(&opened, &part, include);
    let markers = if is_section { Markers::Keep } else { Markers::Drop };
    let expanded = run.nest(&wanted, &opened, chosen, |run, chosen| expand_as(run, chosen, folders, markers))?;
    let line = &input.text()[line];
    let indent = expanded_tabs(&line[..line.len() - line.trim_start().len()]);
    run.indented(expanded, &indent, &wanted)
}

/// An indent of spaces only; a tab goes to the next fourth column (`str.expandtabs` of Python).
fn expanded_tabs(indent: &str) -> String {
    let next = |width: usize, mark| if mark == '\t' { width + 4 - width % 4 } else { width + 1 };
    " ".repeat(indent.chars().fold(0, next))
}

/// The path in the first folder that has it; a file among the folders stands for itself.
fn found<F: Files>(run: &Run<'_, F>, folders: &[String], written: &str) -> Option<String> {
    let mut first = None;
    for folder in folders {
        let is_file = run.files.what_is(folder) == Found::File;
        let base = if is_file { files::parent(folder) } else { folder };
        let Some(path) = files::join(base, written).filter(|path| below(base, path).is_some()) else { continue };
        match run.files.what_is(&path) {
            Found::File | Found::Folder if !is_file || path == *folder => return Some(path),
            Found::File | Found::Folder | Found::Nothing => {}
        }
        first = first.or(Some(path).filter(|_| !is_file));
    }
    first
}

fn chosen(opened: &Opened, part: &Part<'_>, include: At) -> Result<Mapped, IncludeError> {
    let whole = Mapped::whole(opened.text.content(), opened.origin);
    let mut chosen = Mapped::default();
    match part {
        Part::Whole => return Ok(whole),
        Part::Lines(wanted) => {
            let is_last_empty = ranges(&whole, wanted, include, &mut chosen)?;
            if is_last_empty {
                return Ok(chosen);
            }
        }
        Part::Section(name) => section(&whole, name, &mut chosen)?,
    }
    chosen.drop_line_end();
    Ok(chosen)
}

/// Adds ranges of lines, and tells whether the last of them is the empty one after the last line end.
fn ranges(
    whole: &Mapped,
    wanted: &[(Option<Bound>, Option<Bound>)],
    include: At,
    chosen: &mut Mapped,
) -> Result<bool, IncludeError> {
    let text = whole.text();
    let mut all: Vec<Range<usize>> = lines(text).collect();
    if text.ends_with('\n') {
        all.push(text.len()..text.len());
    }
    let count = all.len();
    let (mut is_any, mut is_last_empty) = (count == 0, false);
    for (from, to) in wanted {
        let range = clamped(*from, count).unwrap_or(0)..clamped(*to, count).unwrap_or(count);
        is_any |= range.start < count;
        let Some([first, rest @ ..]) = all.get(range) else { continue };
        if is_last_empty || !chosen.text().is_empty() && !chosen.text().ends_with('\n') {
            chosen.make("\n", include);
        }
        let last = rest.last().unwrap_or(first);
        is_last_empty = last.is_empty();
        chosen.copy(whole, first.start..last.end);
        // The page is too large then, which is said where it is counted.
        if chosen.text().len() > MAX_INCLUDED {
            break;
        }
    }
    if is_any { Ok(is_last_empty) } else { Err(IncludeError::NoLines { count }) }
}

/// The index of a line that may count from the end, not past the end.
fn clamped(line: Option<Bound>, count: usize) -> Option<usize> {
    line.map(|line| match line {
        Bound::At(index) => index.min(count),
        Bound::Before(back) => count.saturating_sub(back),
    })
}

fn section(whole: &Mapped, name: &str, chosen: &mut Mapped) -> Result<(), IncludeError> {
    let (mut is_inside, mut names) = (false, Vec::new());
    let mut is_found = false;
    for range in lines(whole.text()) {
        let line = without_line_end(&whole.text()[range.clone()]);
        match marker(line) {
            Some(Marker { semicolon: Some(at), .. }) if is_inside => {
                chosen.copy(whole, range.start..range.start + at);
                chosen.copy(whole, range.start + at + 1..range.end);
            }
            Some(Marker { semicolon: Some(_), .. }) => {}
            Some(Marker { is_start, name: marked, .. }) if marked == name => {
                if !is_start {
                    break;
                }
                (is_inside, is_found) = (true, true);
            }
            Some(Marker { is_start, name: marked, .. }) => names.extend(is_start.then_some(marked)),
            None if is_inside => chosen.copy(whole, range),
            None => {}
        }
    }
    if is_found {
        return Ok(());
    }
    Err(IncludeError::NoPart { name: name.to_owned(), nearest: source::nearest(name, names).map(str::to_owned) })
}

/// A line that is no text.
enum Notation {
    Escaped {
        semicolon: usize,
    },
    /// With what stands in its quotes.
    Inline(Range<usize>),
    Block,
}

/// `^[ \t]*;*(-+8<-+[ \t]+("…"|'…')(?![ \t])|-+8<-+(?![ \t]))$`.
fn notation(line: &str) -> Option<Notation> {
    let indented = line.trim_start_matches([' ', '\t']);
    let marked = indented.trim_start_matches(';');
    let after = scissors(marked)?;
    let found = if after.is_empty() {
        Notation::Block
    } else {
        let quoted = after.trim_start_matches([' ', '\t']);
        let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\'') && quoted.len() < after.len())?;
        let inner = quoted[1..].strip_suffix(quote).filter(|inner| !inner.is_empty())?;
        if inner.match_indices(quote).any(|(at, _)| !inner[..at].ends_with('\\')) {
            return None;
        }
        let start = line.len() - quoted.len() + 1;
        Notation::Inline(start..start + inner.len())
    };
    let semicolon = line.len() - indented.len();
    Some(if marked.len() < indented.len() { Notation::Escaped { semicolon } } else { found })
}

/// What stands after `-+8<-+`.
fn scissors(text: &str) -> Option<&str> {
    let blade = text.trim_start_matches('-').strip_prefix("8<").filter(|_| text.starts_with('-'))?;
    Some(blade.trim_start_matches('-')).filter(|after| after.len() < blade.len())
}

/// The mark of a section.
struct Marker<'a> {
    is_start: bool,
    name: &'a str,
    /// Where it begins with a semicolon, which makes it text.
    semicolon: Option<usize>,
}

/// The first `;*-+8<-+[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([a-z][-_0-9a-z]*)[ \t]*\]` of a line, in any case.
fn marker(line: &str) -> Option<Marker<'_>> {
    line.match_indices(MARK).find_map(|(at, _)| {
        let dashes = line[..at].trim_end_matches('-');
        let after = scissors(&line[dashes.len()..])?;
        let semicolon = dashes.trim_end_matches(';').len();
        let space = [' ', '\t'];
        let bracket = after.trim_start_matches(space);
        let inner = bracket.strip_prefix('[').filter(|_| bracket.len() < after.len())?.trim_start_matches(space);
        let is_word = |word: &str| inner.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        let is_start = is_word("start");
        let rest = if is_start { &inner[5..] } else { inner.get(3..).filter(|_| is_word("end"))? };
        let named = rest.trim_start_matches(space).strip_prefix(':')?.trim_start_matches(space);
        let name = &named[..named.len() - named.trim_start_matches(is_name).len()];
        let is_closed = named[name.len()..].trim_start_matches(space).starts_with(']');
        let is_valid = is_closed && name.starts_with(|first: char| first.is_ascii_alphabetic());
        is_valid.then(|| Marker { is_start, name, semicolon: Some(semicolon).filter(|&at| at < dashes.len()) })
    })
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// A path and what stands after it: lines, or a section.
///
/// That is all from the first colon from where on the rest is `(:N){1,2}(,N(:N)?)*` or `:name`, where `N`
/// may be empty or negative.
pub(super) fn parts(argument: &str) -> (&str, &str) {
    let split = |at: usize| (argument[..at].trim(), &argument[at + 1..]);
    let head = argument.trim_end_matches(|character: char| character.is_ascii_digit() || "-:,".contains(character));
    // Items are taken from the right; the part begins in the leftmost from which all others are right.
    let mut start = None;
    let mut end = argument.len();
    loop {
        let item_start = argument[head.len()..end].rfind(',').map_or(head.len(), |comma| head.len() + comma + 1);
        let item = &argument[item_start..end];
        start = colon(item).map(|at| item_start + at).or(start);
        if item_start == head.len() || !is_item(item) {
            break;
        }
        end = item_start - 1;
    }
    let name = argument.rsplit(':').next().filter(|name| name.len() < argument.len());
    let is_section =
        |name: &&str| name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(is_name);
    match (start, name.filter(is_section)) {
        (Some(start), _) => split(start),
        (None, Some(name)) => split(argument.len() - name.len() - 1),
        (None, None) => (argument, ""),
    }
}

/// The first colon of an item from which on it is `(:N){1,2}`.
fn colon(item: &str) -> Option<usize> {
    let last = item.rfind(':').filter(|&at| is_number(&item[at + 1..]))?;
    Some(item[..last].rfind(':').filter(|&at| is_number(&item[at + 1..last])).unwrap_or(last))
}

/// `N` or `N:N`, and not empty.
fn is_item(item: &str) -> bool {
    !item.is_empty() && item.split(':').count() <= 2 && item.split(':').all(is_number)
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit())
}

/// Which part of a file is included.
enum Part<'a> {
    Whole,
    /// From one line to another, as slices of Python.
    Lines(Vec<(Option<Bound>, Option<Bound>)>),
    Section(&'a str),
}

/// A line, counted from 0, or from the end.
#[derive(Clone, Copy)]
enum Bound {
    At(usize),
    Before(usize),
}

impl<'a> Part<'a> {
    fn read(part: &'a str) -> Self {
        if part.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return Self::Section(part);
        }
        if part.is_empty() {
            return Self::Whole;
        }
        let number = |text: &str| text.parse::<i64>().ok();
        let magnitude = |number: i64| usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
        let one = |item: &str| {
            let (from, to) = item.split_once(':').unwrap_or((item, ""));
            let from = number(from).map(|line| match line {
                ..0 => Bound::Before(magnitude(line)),
                0.. => Bound::At(magnitude(line).saturating_sub(1)),
            });
            let to = number(to).map(|line| match line {
                // `-1` is the last line, which is included.
                ..0 => Bound::Before(magnitude(line) - 1),
                0.. => Bound::At(magnitude(line)),
            });
            (from, to)
        };
        Self::Lines(part.split(',').map(one).collect())
    }
}
