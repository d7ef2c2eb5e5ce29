//! `{{#include file}}` and its like, as the preprocessor `links` of mdBook reads them: anywhere, also in code.
//!
//! 1. `{{#include file:from:to}}` is lines, from 1, both included; without `to` one line, with an empty one the rest.
//! 2. `{{#include file:anchor}}` is what stands between lines with `ANCHOR: anchor` and `ANCHOR_END: anchor`.
//! 3. `{{#rustdoc_include …}}` keeps the other lines, hidden by `# `.
//! 4. `{{#playground file.rs options}}` is a fence with the file.
//! 5. `{{#title …}}` is nothing, and `\{{#…}}` loses its backslash.
//!
//! Source: `builtin_preprocessors/links.rs` and `links/take_lines.rs` of mdbook-driver 0.5.4.

use std::ops::Range;

use source::files::{self, Files};

use super::mapped::{Mapped, lines, without_line_end};
use super::{IncludeError, Links, MAX_INCLUDED, Opened, Run, Wanted};

/// How many lines of a file may be hidden or left out between others.
const MAX_LINES: usize = 1 << 20;

/// The text with what it includes, relative to the file that it stands in.
pub(super) fn expand<F: Files>(run: &mut Run<'_, F>, input: &Mapped, file: &str) -> Mapped {
    let text = input.text();
    let (mut output, mut done) = (Mapped::default(), 0);
    for Directive { range, what } in directives(text) {
        output.copy(input, done..range.start);
        done = range.end;
        match what {
            What::Escaped => output.copy(input, range.start + 1..range.end),
            What::Title => {}
            What::File(how, argument) => match included(run, input, file, &range, how, argument) {
                Some(included) => output.append(&included),
                None => output.copy(input, range),
            },
        }
    }
    output.copy(input, done..text.len());
    output
}

fn included<F: Files>(
    run: &mut Run<'_, F>,
    input: &Mapped,
    file: &str,
    range: &Range<usize>,
    how: How,
    arguments: Range<usize>,
) -> Option<Mapped> {
    let words = &input.text()[arguments.clone()];
    let start = arguments.start + (words.len() - words.trim_start().len());
    let (first, options) = words.trim_start().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
    let (written, part) = match how {
        How::Playground => (first, ""),
        How::Include | How::Rustdoc => first.split_once(':').unwrap_or((first, "")),
    };
    let is_named = matches!(Part::read(part), Part::Anchor(_));
    let wanted = Wanted {
        include: input.at(range.clone()),
        at: input.at(start..start + if is_named { first.len() } else { written.len() }),
        written,
        path: files::join(files::parent(file), written),
        part,
        links: Links::Page,
    };
    let opened = run.open(&wanted)?;
    let chosen = match how {
        How::Playground => Ok(playground(&opened, &wanted, options)),
        How::Include | How::Rustdoc => chosen(&opened, &wanted, how, &Part::read(part)),
    };
    run.nest(&wanted, &opened, chosen, |run, chosen| expand(run, chosen, &opened.path))
}

/// A fence with the file.
fn playground(opened: &Opened, wanted: &Wanted<'_>, options: &str) -> Mapped {
    let options: Vec<&str> = options.split_whitespace().collect();
    let comma = if options.is_empty() { "" } else { "," };
    let content = opened.text.content();
    let mut fence = Mapped::default();
    fence.make(&format!("```rust{comma}{}\n", options.join(",")), wanted.include);
    fence.append(&Mapped::whole(content, opened.origin));
    fence.make(if content.ends_with('\n') { "```\n" } else { "\n```\n" }, wanted.include);
    fence
}

/// The lines of the part, and for `rustdoc_include` the others as hidden lines.
fn chosen(opened: &Opened, wanted: &Wanted<'_>, how: How, part: &Part<'_>) -> Result<Mapped, IncludeError> {
    let whole = Mapped::whole(opened.text.content(), opened.origin);
    let mut chosen = Mapped::default();
    for (line, shown) in part.of(whole.text(), how)?.lines {
        match (shown, how) {
            (Shown::Yes, _) => chosen.copy(&whole, line),
            (Shown::Hidden, How::Rustdoc) => {
                chosen.make("# ", wanted.include);
                chosen.copy(&whole, line);
            }
            (Shown::Hidden, How::Include | How::Playground) => {}
        }
    }
    chosen.drop_line_end();
    Ok(chosen)
}

/// Something for the preprocessor.
struct Directive {
    range: Range<usize>,
    what: What,
}

enum What {
    Escaped,
    Title,
    /// A file, and what stands after the word.
    File(How, Range<usize>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Include,
    Rustdoc,
    Playground,
}

/// All of `\\\{\{\#.*\}\}|\{\{\s*\#([a-zA-Z0-9_]+)\s+([^}]+)\}\}` from left to right, but words that say nothing.
fn directives(text: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut at = 0;
    let (mut brace, mut line) = (0, 0..0);
    let mut last_close = None;
    while let Some(start) = text[at..].find("{{").map(|offset| at + offset) {
        let after = &text[start + 2..];
        if start > at && text[..start].ends_with('\\') && after.starts_with('#') {
            if !line.contains(&start) {
                let end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
                line = start..end;
                last_close = text[line.clone()].rfind("}}").map(|offset| line.start + offset + 2);
            }
            if let Some(end) = last_close.filter(|&end| end >= start + 5) {
                found.push(Directive { range: start - 1..end, what: What::Escaped });
                at = end;
                continue;
            }
        }
        at = start + 1;
        let Some(named) = after.trim_start().strip_prefix('#') else { continue };
        let word = named.trim_start_matches(|character: char| character.is_ascii_alphanumeric() || character == '_');
        let word = &named[..named.len() - word.len()];
        let arguments = text.len() - named.len() + word.len();
        if word.is_empty() || !text[arguments..].starts_with(char::is_whitespace) {
            continue;
        }
        if brace < arguments {
            brace = text[arguments..].find('}').map_or(text.len(), |offset| arguments + offset);
        }
        let has_argument = text[arguments..brace].chars().nth(1).is_some();
        if !has_argument || !text[brace..].starts_with("}}") {
            continue;
        }
        at = brace + 2;
        let is_blank = text[arguments..brace].trim().is_empty();
        let what = match word {
            "title" => What::Title,
            "include" if !is_blank => What::File(How::Include, arguments..brace),
            "rustdoc_include" if !is_blank => What::File(How::Rustdoc, arguments..brace),
            "playground" | "playpen" if !is_blank => What::File(How::Playground, arguments..brace),
            _ => continue,
        };
        found.push(Directive { range: start..at, what });
    }
    found
}

/// Which part of a file is included.
enum Part<'a> {
    /// Lines, counted from 0.
    Lines(Range<usize>),
    Anchor(&'a str),
}

/// Whether a line that stays is shown.
#[derive(Clone, Copy)]
enum Shown {
    Yes,
    Hidden,
}

impl<'a> Part<'a> {
    /// What stands after the first colon; empty for the whole file.
    fn read(part: &'a str) -> Self {
        let mut words = part.splitn(3, ':');
        let first = words.next().unwrap_or_default();
        let start = first.parse::<usize>().ok().map(|line| line.saturating_sub(1));
        if start.is_none() && !first.is_empty() {
            return Self::Anchor(first);
        }
        let end = words.next().map(str::parse::<usize>);
        Self::Lines(match (start, end) {
            (Some(start), None) => start..start.saturating_add(1),
            (start, Some(Ok(end))) => start.unwrap_or(0)..end,
            (start, Some(Err(_)) | None) => start.unwrap_or(0)..usize::MAX,
        })
    }

    /// The lines that stay.
    fn of(&self, text: &str, how: How) -> Result<Lines, IncludeError> {
        let mut stay = Lines { how, lines: Vec::new() };
        match self {
            Self::Lines(wanted) => {
                let mut count = 0;
                for line in lines(text) {
                    stay.push(line, if wanted.contains(&count) { Shown::Yes } else { Shown::Hidden })?;
                    count += 1;
                }
                if wanted.start > 0 && wanted.start >= count {
                    return Err(IncludeError::NoLines { count });
                }
            }
            Self::Anchor(name) => anchored(text, name, &mut stay)?,
        }
        Ok(stay)
    }
}

/// Lines of a file, those next to each other that are shown as one.
struct Lines {
    how: How,
    lines: Vec<(Range<usize>, Shown)>,
}

impl Lines {
    fn push(&mut self, line: Range<usize>, shown: Shown) -> Result<(), IncludeError> {
        let is_full = self.lines.len() >= MAX_LINES;
        match (self.lines.last_mut(), shown) {
            (Some((last, Shown::Yes)), Shown::Yes) if last.end == line.start => last.end = line.end,
            (_, Shown::Hidden) if self.how != How::Rustdoc => {}
            _ if is_full => return Err(IncludeError::TooLarge { limit: MAX_INCLUDED }),
            _ => self.lines.push((line, shown)),
        }
        Ok(())
    }
}

fn anchored(text: &str, anchor: &str, stay: &mut Lines) -> Result<(), IncludeError> {
    let mut names = Vec::new();
    let (mut is_inside, mut is_found) = (false, false);
    for line in lines(text) {
        let content = without_line_end(&text[line.clone()]);
        let (start, end) = (name_after("ANCHOR:", content), name_after("ANCHOR_END:", content));
        names.extend(start);
        if is_inside && end == Some(anchor) {
            is_inside = false;
            if stay.how == How::Include {
                break;
            }
        } else if !is_inside && start == Some(anchor) {
            (is_inside, is_found) = (true, true);
        } else if start.is_none() && end.is_none() {
            stay.push(line, if is_inside { Shown::Yes } else { Shown::Hidden })?;
        }
    }
    if is_found {
        return Ok(());
    }
    Err(IncludeError::NoPart { name: anchor.to_owned(), nearest: source::nearest(anchor, names).map(str::to_owned) })
}

/// The first name after a mark: `\s*([\w_-]+)`.
fn name_after<'a>(mark: &str, line: &'a str) -> Option<&'a str> {
    line.match_indices(mark).find_map(|(at, _)| {
        let after = line[at + mark.len()..].trim_start();
        let rest = after.trim_start_matches(|character: char| character.is_alphanumeric() || "_-".contains(character));
        Some(&after[..after.len() - rest.len()]).filter(|name| !name.is_empty())
    })
}
