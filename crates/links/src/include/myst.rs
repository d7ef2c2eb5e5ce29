//! Fences ```` ```{include} file ```` of MyST, also with colons, and `{literalinclude}`.
//!
//! 1. A path is relative to the page, also in a file that is included; `/path` to the folder of the pages.
//! 2. `start-line` and `end-line` are a slice of Python; then `start-after` and `end-before` are texts.
//! 3. The front matter of what is included is dropped, and each line gets the marks that the fence stands in.
//! 4. With `literal` or `code` it is code: the fence stays, and what it names is looked for only.
//!
//! Not followed: `heading-offset`.
//!
//! Source: `MockIncludeDirective` in `mocking.py` and `parsers/directives.py` of MyST-Parser 5.2.0,
//! `relfn2path` in `environment/__init__.py` of Sphinx 8.

use std::ops::Range;

use source::files::{self, Files};

use super::blocks::{self, Fence, Inside, Syntax, without_quotes};
use super::mapped::{Mapped, lines, without_line_end};
use super::{IncludeError, Links, Opened, Run, Wanted};
use crate::overlay::without_front_matter;

/// Directives whose lines are no Markdown.
const OTHER: &[&str] = &[
    "code",
    "code-block",
    "code-cell",
    "sourcecode",
    "eval-rst",
    "math",
    "mermaid",
    "parsed-literal",
    "prompt",
    "raw",
    "csv-table",
    "include",
    "literalinclude",
];

/// The text with what it includes, relative to the page.
pub(super) fn expand<F: Files>(run: &mut Run<'_, F>, input: &Mapped, page: &str) -> Mapped {
    let text = input.text();
    let mut output = Mapped::default();
    let mut done = 0;
    for fence in blocks::read(text, Syntax::Markdown, inside).fences {
        let Some((how, path)) = directive(text, &fence) else { continue };
        if let Some(included) = included(run, input, page, &fence, how, path) {
            output.copy(input, done..fence.range.start);
            output.append(&included);
            done = fence.range.end;
        }
    }
    output.copy(input, done..text.len());
    output
}

fn inside(mark: char, info: &str) -> Inside {
    match info.strip_prefix('{').and_then(|info| info.split_once('}')) {
        Some((name, _)) if OTHER.contains(&name) => Inside::Other,
        Some(_) => Inside::Markdown,
        None if mark == ':' => Inside::Markdown,
        None => Inside::Other,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Include,
    Literal,
}

/// The directive of a fence and the path after it.
fn directive(text: &str, fence: &Fence) -> Option<(How, Range<usize>)> {
    let info = &text[fence.info.clone()];
    let (name, argument) = info.trim_start().strip_prefix('{')?.split_once('}')?;
    let how = match name {
        "include" => How::Include,
        "literalinclude" => How::Literal,
        _ => return None,
    };
    let path = argument.trim();
    let start = fence.info.end - argument.trim_start().len();
    // `<isonum.txt>` is a file of docutils itself.
    let is_standard = path.starts_with('<') && path.ends_with('>');
    (!is_standard && !path.is_empty()).then_some((how, start..start + path.len()))
}

fn included<F: Files>(
    run: &mut Run<'_, F>,
    input: &Mapped,
    page: &str,
    fence: &Fence,
    how: How,
    path: Range<usize>,
) -> Option<Mapped> {
    let text = input.text();
    let options = Options::read(&text[fence.body.clone()]);
    let written = &text[path.clone()];
    let wanted = Wanted {
        include: input.at(fence.range.start..fence.info.end),
        at: input.at(path),
        written,
        path: match written.strip_prefix('/') {
            Some(below) => files::join(&run.site.pages, below),
            None => files::join(files::parent(page), written),
        },
        part: &options.part(),
        links: Links::Some {
            prefix: options.get("relative-docs").map(str::to_owned),
            images: options.get("relative-images").is_some(),
        },
    };
    if how == How::Literal || options.get("encoding").is_some() {
        run.look(&wanted);
        return None;
    }
    let opened = run.open(&wanted)?;
    let chosen = chosen(&opened, &options);
    if options.get("literal").is_some() || options.get("code").is_some() {
        run.nest(&wanted, &opened, chosen, |_, chosen| chosen.clone());
        return None;
    }
    let expanded = run.nest(&wanted, &opened, chosen, |run, chosen| expand(run, chosen, page))?;
    // Lists go on by spaces, quotes by their marks.
    let indent = |mark| if matches!(mark, '>' | '\t') { mark } else { ' ' };
    let prefix = &text[fence.prefix.clone()];
    let indent: String = prefix.chars().map(indent).collect();
    let indented = run.indented(expanded, &indent, &wanted)?;
    let mut block = Mapped::default();
    // What is before it is another block, but for the mark of a list item, which wants something after it.
    if prefix == indent {
        block.make(&format!("\n{indent}"), wanted.include);
    }
    let first = if indented.text().is_empty() { 0 } else { indent.len() };
    block.copy(&indented, first..indented.text().len());
    if !indented.text().ends_with('\n') {
        block.make("\n", wanted.include);
    }
    block.make(indent.trim_end(), wanted.include);
    Some(block)
}

fn chosen(opened: &Opened, options: &Options) -> Result<Mapped, IncludeError> {
    let whole = Mapped::whole(opened.text.content(), opened.origin);
    let text = whole.text();
    let all: Vec<Range<usize>> = lines(text).collect();
    let index = |name| options.get(name).and_then(|line| line.parse::<i64>().ok()).map(|line| slice(line, all.len()));
    let (from, to) = (index("start-line").unwrap_or(0), index("end-line").unwrap_or(all.len()));
    if from > 0 && from >= all.len() {
        return Err(IncludeError::NoLines { count: all.len() });
    }
    let mut range = match all.get(from..to.max(from)) {
        Some([first, .., last]) => first.start..last.end,
        Some([only]) => only.clone(),
        Some([]) | None => 0..0,
    };
    let found = |range: &Range<usize>, part: &str| {
        let nothing = || IncludeError::NoPart { name: part.to_owned(), nearest: None };
        text[range.clone()].find(part).map(|at| range.start + at).ok_or_else(nothing)
    };
    if let Some(part) = options.get("start-after").filter(|part| !part.is_empty()) {
        range.start = found(&range, part)? + part.len();
    }
    if let Some(part) = options.get("end-before").filter(|part| !part.is_empty()) {
        range.end = found(&range, part)?;
    }
    range.start += front_matter(&text[range.clone()]);
    let mut chosen = Mapped::default();
    chosen.copy(&whole, range);
    Ok(chosen)
}

/// An index of a slice of Python.
fn slice(line: i64, count: usize) -> usize {
    let magnitude = usize::try_from(line.unsigned_abs()).unwrap_or(usize::MAX);
    if line < 0 { count.saturating_sub(magnitude) } else { magnitude.min(count) }
}

/// How many bytes at the start are front matter and empty lines after it.
pub(super) fn front_matter(text: &str) -> usize {
    let blank = without_front_matter(text);
    if blank == text {
        return 0;
    }
    let first = blank.len() - blank.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
    blank[..first].rfind('\n').map_or(0, |end| end + 1)
}

/// The options of a directive: lines `:name: value`, or lines `name: value` between two `---`.
struct Options(Vec<(String, String)>);

impl Options {
    fn read(body: &str) -> Self {
        let mut options = Vec::new();
        let mut is_block = false;
        for (index, range) in lines(body).enumerate() {
            let (line, _) = without_quotes(without_line_end(&body[range]));
            if line.starts_with("---") {
                if index > 0 {
                    break;
                }
                is_block = true;
                continue;
            }
            let named = if is_block { Some(line) } else { line.strip_prefix(':').filter(|_| !line.starts_with(":::")) };
            let Some(named) = named else { break };
            if let Some((name, value)) = named.split_once(':') {
                options.push((name.trim().to_owned(), scalar(value.trim())));
            }
        }
        Self(options)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(option, _)| option == name).map(|(_, value)| value.as_str())
    }

    /// What tells two parts of a file from each other.
    fn part(&self) -> String {
        let one = |name| self.get(name).unwrap_or_default();
        ["start-line", "end-line", "start-after", "end-before"].map(one).join("\n")
    }
}

/// A scalar of YAML on one line.
fn scalar(value: &str) -> String {
    if let Some(inner) = value.strip_prefix('\'').and_then(|rest| rest.rsplit_once('\'')) {
        return inner.0.replace("''", "'");
    }
    if let Some((inner, _)) = value.strip_prefix('"').and_then(|rest| rest.rsplit_once('"')) {
        return inner.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
    }
    value.split_once(" #").map_or(value, |(value, _)| value.trim_end()).to_owned()
}
