//! Text from definitions → HTML: one line of text, code, emphasis and web links.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::escape;
use crate::xml;

/// The first paragraph of a text as the content of one element.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // What each link around here ends with; an address that does not lead to the web is none.
    let mut ends: Vec<&str> = Vec::new();
    for event in Parser::new_ext(super::first_paragraph(text), Options::ENABLE_TABLES) {
        match event {
            Event::Start(tag) => out.push_str(&start(&tag, &mut ends)),
            Event::End(tag) => out.push_str(end(tag, &mut ends)),
            Event::Code(code) => out.extend(["<code>", &xml::text(&code), "</code>"]),
            // HTML shows as text, as on the pages.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => out.push_str(&xml::text(&text.replace(['\r', '\n'], " "))),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn start(tag: &Tag<'_>, ends: &mut Vec<&str>) -> String {
    match tag {
        Tag::Emphasis => "<em>".to_owned(),
        Tag::Strong => "<strong>".to_owned(),
        // The address is percent-encoded but for `&`, which is an entity already.
        Tag::Link { dest_url, .. } => match escape::address(dest_url) {
            Some(address) if ends.is_empty() => {
                ends.push("</a>");
                format!("<a href=\"{address}\">")
            }
            Some(_) | None => {
                ends.push("");
                String::new()
            }
        },
        Tag::Image { .. }
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::HtmlBlock
        | Tag::List(_)
        | Tag::Item
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::MetadataBlock(_) => String::new(),
    }
}

fn end(tag: TagEnd, ends: &mut Vec<&'static str>) -> &'static str {
    match tag {
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Link => ends.pop().unwrap_or_default(),
        TagEnd::Image | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => "",
        // What was a block of its own is words among others.
        TagEnd::Paragraph
        | TagEnd::Heading(_)
        | TagEnd::BlockQuote(_)
        | TagEnd::CodeBlock
        | TagEnd::HtmlBlock
        | TagEnd::List(_)
        | TagEnd::Item
        | TagEnd::FootnoteDefinition
        | TagEnd::DefinitionList
        | TagEnd::DefinitionListTitle
        | TagEnd::DefinitionListDefinition
        | TagEnd::Table
        | TagEnd::TableHead
        | TagEnd::TableRow
        | TagEnd::TableCell
        | TagEnd::MetadataBlock(_) => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_code_emphasis_and_web_links_and_shows_the_rest() {
        let cases = [
            ("Plain.", "Plain."),
            ("*a* **b** `<c>`\nd", "<em>a</em> <strong>b</strong> <code>&lt;c&gt;</code> d"),
            ("[x](https://a.b/?c=1&d=\"2)", "<a href=\"https://a.b/?c=1&amp;d=%222\">x</a>"),
            ("[x](javascript:alert(1)) [y](a.md)", "x y"),
            ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
            ("</script><b>\u{202e}", "&lt;/script&gt;&lt;b&gt;\\u{202e}"),
            ("![pic](https://a.b/c.png)", "pic"),
            ("# head\n- item", "head item"),
            ("one\n\ntwo", "one"),
        ];
        for (text, html) in cases {
            let line = line(text);
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words.join(" "), html, "{text}");
        }
    }
}
