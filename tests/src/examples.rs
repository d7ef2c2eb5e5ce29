//! Examples of Markdown pages as listings: below a heading, a paragraph that is only a path in a code span
//! names the file that the next code block holds, and a block of `sh` holds commands.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// The listing of the example below the heading of level 2 that reads `heading`; `None` without such a heading.
#[must_use]
pub fn below(page: &str, heading: &str) -> Option<String> {
    let mut listing = None;
    for (title, example) in examples(page) {
        if title == heading {
            listing = Some(example);
        }
    }
    listing
}

/// Where the reader of a page is.
enum Inside {
    Nothing,
    Heading,
    Block,
}

/// Each heading of level 2 with its listing, which is empty where there is no example.
#[expect(clippy::wildcard_enum_match_arm, reason = "other events of Markdown neither begin nor end an example")]
fn examples(page: &str) -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut inside = Inside::Nothing;
    // A paragraph is a path as long as it holds one code span and nothing else.
    let mut spans: Vec<Option<String>> = Vec::new();
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                inside = Inside::Heading;
                examples.push((String::new(), String::new()));
            }
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock) => {
                inside = Inside::Nothing;
                spans.clear();
            }
            Event::Start(Tag::Paragraph) => spans.clear(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let path = match spans.as_slice() {
                    [Some(path)] => Some(path.clone()),
                    _ => None,
                };
                let name = if &*language == "sh" { Some("$".to_owned()) } else { path };
                if let (Some(name), Some((_, listing))) = (name, examples.last_mut()) {
                    // Writing to a string cannot fail.
                    let _ = writeln!(listing, "-- {name} --");
                    inside = Inside::Block;
                }
            }
            Event::Code(code) if matches!(inside, Inside::Nothing) => spans.push(Some(code.into_string())),
            Event::Text(text) => match (&inside, examples.last_mut()) {
                (Inside::Heading, Some((title, _))) => title.push_str(&text),
                (Inside::Block, Some((_, listing))) => listing.push_str(&text),
                (Inside::Nothing | Inside::Heading | Inside::Block, _) => spans.push(None),
            },
            _ => {}
        }
    }
    examples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_above_a_block_makes_it_a_file() {
        let page = "# T\n\n## Failing example\n\nThis is `wrong`:\n\n```yaml\nno: file\n```\n\n`a/b.yaml`\n\n\
                    ```yaml\nkey: b\n\nmore: c\n```\n\n```sh\nrollbook gen\n```\n\n## Mended example\n";
        let failing = "-- a/b.yaml --\nkey: b\n\nmore: c\n-- $ --\nrollbook gen\n";
        assert_eq!(below(page, "Failing example").as_deref(), Some(failing));
        assert_eq!(below(page, "Mended example").as_deref(), Some(""));
        assert_eq!(below(page, "Other"), None);
    }
}
