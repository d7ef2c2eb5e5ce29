//! Text from definitions → text that is safe where it is printed.
//!
//! Definitions are Markdown that anybody may have written. It is parsed, and a subset of it is written
//! anew: paragraphs, lists, code, emphasis and web links. Whatever else there is shows as text. What is
//! written means the same to every [`Reader`], and nothing in it reaches beyond its own paragraph.

mod blocks;

mod inline;

mod html;

mod escape;

#[cfg(test)]
mod tests;

/// Who reads a text, and so what has to be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// Rustdoc: CommonMark, its tables and footnotes, and its lints.
    Rustdoc,
    /// Sites and viewers: GitHub, mdBook, MkDocs, MyST and Docusaurus. MkDocs reads fewer backslashes than
    /// CommonMark, so most characters become entities; Docusaurus reads MDX.
    Site,
    /// The same, within one line: a table cell or a list item.
    Cell,
}

/// Markdown for `///`: no doctest, no intra-doc link, no HTML, and no line that begins with four spaces
/// outside a fence.
pub(crate) fn rustdoc(text: &str) -> String {
    blocks::written(text, Reader::Rustdoc)
}

/// Markdown for a page: any number of paragraphs, lists and fences, from the left margin.
pub(crate) fn markdown(text: &str) -> String {
    blocks::written(text, Reader::Site)
}

/// Markdown for a table cell or a list item: one line without block structure.
pub(crate) fn markdown_inline(text: &str) -> String {
    blocks::written(text, Reader::Cell)
}

/// HTML for one element: the first paragraph, without block structure.
pub(crate) fn html_inline(text: &str) -> String {
    html::line(text)
}

/// A value as text of a page, on one line, each of its characters shown.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::text(&mut out, text, Reader::Site, escape::Urls::AsText);
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// A value as a code span of a page, outside tables; as text where mdBook would include a file.
pub(crate) fn code(text: &str) -> String {
    if escape::fits_code(text, Reader::Site) { escape::code(text) } else { plain(text) }
}

/// A value as a code span in a table cell; as text where it holds a `|`, too.
pub(crate) fn code_cell(text: &str) -> String {
    if escape::fits_code(text, Reader::Cell) { escape::code(text) } else { plain(text) }
}

/// Code on lines of its own in a page, in the language `language`, each of its characters shown.
pub(crate) fn fence(code: &str, language: &str) -> String {
    escape::fence(code, language)
}

/// A path or an anchor as it can stand in the `(…)` of a link; a `:` is encoded, or it would end a scheme.
pub(crate) fn percent(path: &str) -> String {
    escape::percent(path, b"-._~/@+,=")
}

/// The first paragraph of a text, as it stands.
pub(crate) fn first_paragraph(text: &str) -> &str {
    let text = text.trim();
    text.split("\n\n").next().unwrap_or(text).trim_end()
}
