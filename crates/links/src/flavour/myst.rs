//! Anchors as MyST-Parser makes them for Sphinx.
//!
//! 1. Lines `(name)=` are targets; they, comments (`% …`) and block breaks (`+++`) end a paragraph.
//! 2. Headings have anchors down to the level `myst_heading_anchors` only, which is 0 by default.
//! 3. The text of a heading is its text and code; roles, images, HTML and notes say nothing.
//! 4. The slug is that of a preset; an empty one is no anchor and does not count.
//! 5. Directives can have a target too: their option `:name:`.
//!
//! The ids that docutils gives to sections besides are no anchors, as links in Markdown cannot name
//! them. Headings inside of directives are not looked for.
//!
//! Source: `myst_parser/slugs.py`, `mdit_to_docutils/base.py` (`generate_heading_target`,
//! `compute_unique_slug`, `render_myst_target`) of MyST-Parser 5.2.0, and `myst_blocks/index.py` of
//! mdit-py-plugins.

use source::Span;

use super::of_html;
use crate::ids::Ids;
use crate::markdown::{self, Extension, Heading, Item, Part};
use crate::overlay::{Prepared, blanked, lines_outside_of_code, without_front_matter};
use crate::{Anchor, Origin, unicode};

/// The settings of MyST that change anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Myst {
    /// `myst_heading_anchors`: down to which level headings have anchors. 0, the default, is none.
    pub heading_anchors: u8,
    /// `myst_heading_slug_func`.
    pub slug: SlugPreset,
    /// Whether `myst_enable_extensions` has `attrs_block`: `{#id}` on the line before a block.
    pub attrs_block: bool,
}

/// A named slug function of MyST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlugPreset {
    /// `github`, the default.
    Github,
    /// `gitlab`.
    Gitlab,
    /// `docutils`.
    Docutils,
}

impl Myst {
    /// MyST without settings.
    pub const DEFAULT: Self = Self { heading_anchors: 0, slug: SlugPreset::Github, attrs_block: false };
}

impl Default for Myst {
    fn default() -> Self {
        Self::DEFAULT
    }
}

const EXTENSIONS: &[Extension] = &[Extension::Tables, Extension::Footnotes];

pub(crate) fn prepared(content: &str, settings: Myst) -> Prepared<'_> {
    let markdown = without_front_matter(content);
    let (mut anchors, mut blank) = (Vec::new(), Vec::new());
    for line in lines_outside_of_code(&markdown, EXTENSIONS) {
        let text = markdown[line.clone()].trim_start_matches(['>', ' ']).trim_end();
        let span = Span::new(line.end - markdown[line.clone()].trim_start_matches(['>', ' ']).len(), line.end);
        let written = |id: String, origin: Origin| Anchor { id, span, origin };
        if let Some(name) = target(text) {
            anchors.push(written(name, Origin::Target));
        } else if let Some(id) = attributes_id(text).filter(|_| settings.attrs_block) {
            anchors.push(written(id.to_owned(), Origin::Explicit));
        } else if !text.starts_with('%') && !is_block_break(text) {
            continue;
        }
        blank.push(span.range());
    }
    let rest = if blank.is_empty() { markdown } else { blanked(&markdown, &blank).into() };
    Prepared { anchors, ..Prepared::new(rest, EXTENSIONS) }
}

pub(crate) fn anchors(page: &Prepared<'_>, settings: Myst) -> Vec<Anchor> {
    let markdown = &*page.markdown;
    let mut anchors = Vec::new();
    let mut ids = Ids::default();
    markdown::read(markdown, &page.extensions, |item| match item {
        Item::Heading(heading) => {
            let is_deep = heading.level.is_none_or(|level| level > settings.heading_anchors);
            let slug = if is_deep { String::new() } else { slug(&text(&heading), settings.slug) };
            // Where the settings ask for no anchor, nothing is amiss.
            if !is_deep {
                let id = if slug.is_empty() { slug } else { ids.unique(slug) };
                let span = Span::new(heading.range.start, heading.range.end);
                anchors.push(Anchor { id, span, origin: Origin::Auto });
            }
        }
        Item::Html(raw) => anchors.extend(of_html(&raw)),
        Item::CodeBlock(range) => anchors.extend(directive_name(markdown, range.start, range.end)),
        Item::HtmlBlock(_) | Item::Paragraph(_) => {}
    });
    anchors
}

/// The name of `(name)=`, as docutils compares names: lower case, white space as one space.
fn target(line: &str) -> Option<String> {
    let name = line.strip_prefix('(')?.strip_suffix(")=").filter(|name| !name.is_empty())?;
    Some(normal(name))
}

fn normal(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id of `{#id .class}`, where the line is nothing else.
fn attributes_id(line: &str) -> Option<&str> {
    let attributes = line.strip_prefix('{')?.strip_suffix('}')?;
    attributes.split_whitespace().find_map(|word| word.strip_prefix('#')).filter(|id| !id.is_empty())
}

/// Three or more `+`, with spaces between them, and any text.
fn is_block_break(line: &str) -> bool {
    let marks = line.chars().take_while(|character| matches!(character, '+' | ' ' | '\t'));
    line.starts_with('+') && marks.filter(|&character| character == '+').count() >= 3
}

/// The option `:name:` of a fence that is a directive.
fn directive_name(markdown: &str, start: usize, end: usize) -> Option<Anchor> {
    let mut lines = markdown[start..end].split_inclusive('\n');
    let first = lines.next()?;
    if !first.trim_start_matches(['`', '~', ':', ' ']).starts_with('{') {
        return None;
    }
    let mut at = start + first.len();
    for line in lines {
        let text = line.trim_start_matches(['>', ' ']);
        if !text.starts_with(':') {
            return None;
        }
        if let Some(name) = text.strip_prefix(":name:") {
            let span = Span::new(at + line.len() - text.len(), at + line.trim_end().len());
            return Some(Anchor { id: normal(name), span, origin: Origin::Target });
        }
        at += line.len();
    }
    None
}

/// The text and code of a heading without roles, as in `` {ref}`target` ``.
fn text(heading: &Heading) -> String {
    let mut text = String::new();
    for (index, part) in heading.parts.iter().enumerate() {
        match (part, heading.parts.get(index + 1), index.checked_sub(1).map(|before| &heading.parts[before])) {
            (Part::Literal(before), Some(Part::Code(_)), _) => text.push_str(before_role(before).unwrap_or(before)),
            (Part::Code(_), _, Some(Part::Literal(before))) if before_role(before).is_some() => {}
            (Part::Literal(said) | Part::Plain(said) | Part::Code(said), ..) => text.push_str(said),
            (
                Part::Html(_)
                | Part::Autolink
                | Part::Close
                | Part::Image(_)
                | Part::SoftBreak
                | Part::HardBreak
                | Part::Footnote { .. },
                ..,
            ) => {}
        }
    }
    text
}

/// The text before the name of a role that it ends with (`myst_role/index.py`, `VALID_NAME_PATTERN`).
fn before_role(text: &str) -> Option<&str> {
    let (before, name) = text.strip_suffix('}')?.rsplit_once('{')?;
    let is_name = |character: char| character.is_ascii_alphanumeric() || "_-+:".contains(character);
    ((1..=36).contains(&name.len()) && name.chars().all(is_name)).then_some(before)
}

fn slug(text: &str, preset: SlugPreset) -> String {
    match preset {
        SlugPreset::Github => hyphened(&text.to_lowercase().replace(' ', "-")),
        SlugPreset::Gitlab => {
            let slug = squeezed(&hyphened(&text.trim_matches(unicode::is_python_space).to_lowercase()));
            let is_number = !slug.is_empty() && slug.chars().all(char::is_numeric);
            if is_number { format!("anchor-{slug}") } else { slug }
        }
        SlugPreset::Docutils => {
            let ascii = unicode::ascii(&text.to_lowercase().chars().map(plain_letter).collect::<String>());
            // A capital letter that the decomposition brings, as of `℡`, is none of `[a-z0-9]`.
            let is_kept = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
            let hyphens = |character: char| if is_kept(character) { character } else { '-' };
            let lower = squeezed(&ascii.chars().map(hyphens).collect::<String>());
            let is_front = |character: char| character == '-' || character.is_ascii_digit();
            lower.trim_start_matches(is_front).trim_end_matches('-').to_owned()
        }
    }
}

fn hyphened(text: &str) -> String {
    let kept = |&character: &char| unicode::is_python_word(character) || matches!(character, '-' | ' ');
    text.chars().filter(kept).map(|character| if character == ' ' { '-' } else { character }).collect()
}

/// Each run of hyphens as one.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '-' || !squeezed.ends_with('-') {
            squeezed.push(character);
        }
    }
    squeezed
}

/// What docutils writes for letters without decomposition (`nodes.py`, `_non_id_translate` and
/// `_non_id_translate_digraphs`).
fn plain_letter(letter: char) -> String {
    let plain = match letter {
        'ß' => "sz",
        'æ' => "ae",
        'œ' => "oe",
        'ȸ' => "db",
        'ȹ' => "qp",
        'ø' => "o",
        'đ' | 'ƌ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' | 'ƚ' | 'ȴ' => "l",
        'ŧ' | 'ƫ' | 'ƭ' | 'ȶ' => "t",
        'ƀ' | 'ƃ' => "b",
        'ƈ' | 'ȼ' => "c",
        'ƒ' => "f",
        'ƙ' => "k",
        'ƞ' | 'ȵ' => "n",
        'ƥ' => "p",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' | 'ɀ' => "z",
        'ǥ' => "g",
        'ȷ' | 'ɉ' => "j",
        'ȿ' => "s",
        'ɇ' => "e",
        'ɋ' => "q",
        'ɍ' => "r",
        other => return other.to_string(),
    };
    plain.to_owned()
}
