//! Anchors as Docusaurus 3 makes them.
//!
//! 1. In MDX, tags are JSX with Markdown between them; `import`, `export` and comments `{/* … */}` are
//!    no text.
//! 2. The id of a heading is that of a comment `{/* #setup */}` at its end, else of `{#setup}`, else
//!    GitHub's slug of its text. Images count by their alternative text, notes and directives do not.
//! 3. Repeated slugs become `-1`, `-2` and so on; written ids take no part in that.
//! 4. A heading of level 1 has no anchor, yet its slug counts as used.
//! 5. A heading that MDX cannot build, such as `## Vec<T>`, has none.
//!
//! Not followed: MDX has no indented code, so that a heading after four spaces is one there.
//!
//! Source: `mdx-loader/src/remark/headings/index.ts`, `utils/src/markdownHeadingIdUtils.ts` and
//! `theme-classic/src/theme/Heading/index.tsx` of Docusaurus 3.10.2; `directive-text.js` of
//! micromark-extension-directive.

use source::Span;

use super::github::{hyphened, slug};
use super::of_html;
use crate::ids::Ids;
use crate::markdown::{self, Extension, Heading, Item, Part};
use crate::overlay::{Prepared, blanked, lines_outside_of_code, without_front_matter};
use crate::{Anchor, Origin, html, unicode};

/// The settings of Docusaurus that change anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Docusaurus {
    /// The format of the page: `markdown.format`, and for `detect` the extension of the file.
    pub format: Format,
    /// `markdown.anchors.maintainCase`, by default off.
    pub maintain_case: bool,
}

/// How Docusaurus reads a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// MDX, also for files `.md` by default.
    Mdx,
    /// CommonMark.
    Md,
}

impl Docusaurus {
    /// Docusaurus without settings.
    pub const DEFAULT: Self = Self { format: Format::Mdx, maintain_case: false };
}

impl Default for Docusaurus {
    fn default() -> Self {
        Self::DEFAULT
    }
}

const EXTENSIONS: &[Extension] =
    &[Extension::Tables, Extension::Footnotes, Extension::Strikethrough, Extension::TaskLists];

pub(crate) fn prepared(content: &str, settings: Docusaurus) -> Prepared<'_> {
    let markdown = without_front_matter(content);
    match settings.format {
        Format::Mdx => without_jsx(blanked(&markdown, &scripts(&markdown))),
        Format::Md => Prepared::new(markdown, EXTENSIONS),
    }
}

pub(crate) fn anchors(page: &Prepared<'_>, settings: Docusaurus) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut ids = Ids::default();
    markdown::read(&page.markdown, &page.extensions, |item| match item {
        Item::Heading(heading) => {
            let (id, origin) = id(&heading, &page.markdown, settings, &mut ids);
            if heading.level != Some(1) {
                anchors.push(Anchor { id, span: Span::new(heading.range.start, heading.range.end), origin });
            }
        }
        Item::Html(raw) => anchors.extend(of_html(&raw)),
        Item::HtmlBlock(_) | Item::CodeBlock(_) | Item::Paragraph(_) => {}
    });
    anchors
}

fn id(heading: &Heading, markdown: &str, settings: Docusaurus, ids: &mut Ids) -> (String, Origin) {
    let (inner, is_atx) = (&markdown[heading.inner.clone()], markdown[heading.range.start..].starts_with('#'));
    let text = text(heading);
    let last = heading.parts.last();
    let explicit = match settings.format {
        Format::Mdx => comment(inner).filter(|_| !matches!(last, Some(Part::Code(_)))),
        Format::Md => last.and_then(|last| match last {
            Part::Html(html) => comment_id(html.strip_prefix("<!--")?.strip_suffix("-->")?),
            Part::Literal(_)
            | Part::Plain(_)
            | Part::Code(_)
            | Part::Autolink
            | Part::Close
            | Part::Image(_)
            | Part::SoftBreak
            | Part::HardBreak
            | Part::Footnote { .. } => None,
        }),
    };
    // MDX keeps `{#setup}` after `#` only, where Docusaurus escapes it; elsewhere it is an expression.
    let is_escaped = settings.format == Format::Md || is_atx;
    if let Some(id) = explicit.or_else(|| classic(&text).filter(|_| is_escaped)) {
        return (id.to_owned(), Origin::Explicit);
    }
    if settings.format == Format::Mdx && !builds(heading) {
        return (String::new(), Origin::Auto);
    }
    let slug = if settings.maintain_case { hyphened(&text) } else { slug(&text) };
    (ids.unique(slug), Origin::Auto)
}

/// The id of an expression at the end that is a comment only.
fn comment(inner: &str) -> Option<&str> {
    let before = inner.trim_end().strip_suffix("*/}")?;
    comment_id(&before[before.rfind("{/*")? + 3..]).filter(|_| !before.ends_with("*/"))
}

fn comment_id(comment: &str) -> Option<&str> {
    comment.trim().split(' ').next()?.strip_prefix('#').filter(|id| !id.is_empty())
}

/// The id of `{#setup}` at the end: anything but `}` and `{#`.
fn classic(text: &str) -> Option<&str> {
    let before = text.strip_suffix('}')?;
    let id = &before[before.rfind("{#")? + 2..];
    Some(id.trim()).filter(|trimmed| !trimmed.is_empty() && !id.contains(['}', '\n']))
}

/// What `mdast-util-to-string` gives, after directives were taken out.
fn text(heading: &Heading) -> String {
    let one = |part: &Part| match part {
        Part::Literal(text) => without_directives(text),
        Part::Plain(text) | Part::Code(text) | Part::Image(text) => text.clone(),
        Part::SoftBreak => "\n".to_owned(),
        Part::Html(_) | Part::Autolink | Part::Close | Part::HardBreak | Part::Footnote { .. } => String::new(),
    };
    heading.parts.iter().map(one).collect()
}

/// The text without the names of directives such as `:name`, and without the attributes after them; the
/// label of `:name[label]` stays.
fn without_directives(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(':') {
        let (before, mark) = rest.split_at(at);
        kept.push_str(before);
        let Some((label, after)) = after_name(&mark[1..]).filter(|_| !kept.ends_with(':')).map(label) else {
            kept.push(':');
            rest = &mark[1..];
            continue;
        };
        kept.push_str(label);
        rest = after;
    }
    kept + rest
}

/// The label that the text after the name of a directive begins with, and what stands after it and after
/// the attributes.
fn label(text: &str) -> (&str, &str) {
    let inside = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    let (label, after) = inside.filter(|(label, _)| !label.contains(['[', '\n'])).unwrap_or(("", text));
    let attributes = after.strip_prefix('{').and_then(|list| {
        let end = list.find(['{', '}', '\n'])?;
        list[end..].strip_prefix('}')
    });
    (label, attributes.unwrap_or(after))
}

/// What stands after the name of a directive.
fn after_name(text: &str) -> Option<&str> {
    let is_end = |character: char| {
        character.is_whitespace() || (unicode::is_punctuation(character) && !matches!(character, '-' | '_'))
    };
    if text.starts_with(['-', '_']) {
        return None;
    }
    let (name, after) = text.split_at(text.find(is_end).unwrap_or(text.len()));
    if name.is_empty() || name.ends_with(['-', '_']) || after.starts_with(':') {
        return None;
    }
    Some(after)
}

/// Whether MDX can build a heading: its tags are closed, no `<` stands alone, its braces are paired, and
/// no expression begins with `:` or `#`. Whether an expression has a value is not known here.
fn builds(heading: &Heading) -> bool {
    let tags: String = heading.parts.iter().map(|part| if let Part::Html(html) = part { html } else { "" }).collect();
    let literal = |part: &Part| match part {
        Part::Literal(text) => !has_lone_angle(text) && has_paired_braces(text),
        Part::Autolink => false,
        Part::Plain(_)
        | Part::Close
        | Part::Code(_)
        | Part::Html(_)
        | Part::Image(_)
        | Part::SoftBreak
        | Part::HardBreak
        | Part::Footnote { .. } => true,
    };
    html::is_balanced(&tags) && heading.parts.iter().all(literal)
}

fn has_lone_angle(text: &str) -> bool {
    text.split('<').skip(1).any(|after| after.starts_with(|character: char| !character.is_whitespace()))
}

fn has_paired_braces(text: &str) -> bool {
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        match character {
            '{' if text[at + 1..].trim_start().starts_with([':', '#']) => return false,
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Lines of `import` and `export` up to the next empty line, and comments `{/* … */}` that begin a line.
fn scripts(markdown: &str) -> Vec<std::ops::Range<usize>> {
    let mut scripts = Vec::new();
    let (mut is_script, mut is_comment, mut after_empty) = (false, false, true);
    for range in lines_outside_of_code(markdown, EXTENSIONS) {
        let line = &markdown[range.clone()];
        let text = line.trim();
        let starts_script = after_empty && (line.starts_with("import ") || line.starts_with("export "));
        is_script = (is_script || starts_script) && !text.is_empty();
        is_comment |= text.starts_with("{/*");
        if is_script || is_comment {
            scripts.push(range);
        }
        is_comment &= !text.contains("*/}");
        after_empty = text.is_empty();
    }
    // A comment without an end is a mistake of the page; what follows is read all the same.
    scripts
}

/// The page with spaces for the tags of HTML blocks, so that Markdown between them is read.
fn without_jsx(markdown: String) -> Prepared<'static> {
    let (mut anchors, mut tags, mut block) = (Vec::new(), Vec::new(), None);
    markdown::read(&markdown, EXTENSIONS, |item| match item {
        Item::HtmlBlock(range) => block = Some(range),
        Item::Html(raw) if block.take().is_some() => {
            anchors.extend(of_html(&raw));
            tags.extend(html::tags(&raw).iter().map(|span| span.range()));
        }
        Item::Html(_) | Item::Heading(_) | Item::CodeBlock(_) | Item::Paragraph(_) => {}
    });
    let rest = if tags.is_empty() { markdown } else { blanked(&markdown, &tags) };
    Prepared { raw: tags, anchors, ..Prepared::new(rest.into(), EXTENSIONS) }
}
