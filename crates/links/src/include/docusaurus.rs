//! `import Part from './_part.mdx'` of Docusaurus, whose Markdown stands where `<Part />` does.
//!
//! 1. Imports begin a block; the path is relative to the file, `@site/…` to the folder of the settings.
//! 2. Imports of anything but Markdown are nothing here, nor are those of packages.
//! 3. The Markdown of a tag outside of code is a block of its own, without its front matter.
//! 4. Links in it lead from the file that they stand in.
//!
//! Not followed: Docusaurus numbers the anchors of each file by itself, so that a heading that both have
//! has one id twice.
//!
//! Source: `mdx-loader/src/loader.ts` and `remark/transformLinks` of Docusaurus 3.10.2.

use std::collections::BTreeMap;
use std::ops::Range;

use source::files::{self, Files};

use super::blocks::{self, Blocks, Inside, Syntax};
use super::mapped::Mapped;
use super::myst::front_matter;
use super::{Links, Run, Wanted};
use crate::site::is_markdown;

/// How many bytes of a tag are looked at for its end.
const MAX_TAG: usize = 1000;

/// Over how many lines an import may go.
const MAX_IMPORT: usize = 16;

/// The text with what it imports, relative to the file that it stands in.
pub(super) fn expand<F: Files>(run: &mut Run<'_, F>, input: &Mapped, file: &str) -> Mapped {
    let text = input.text();
    let inside = |mark, _: &str| if mark == ':' { Inside::Markdown } else { Inside::Other };
    let Blocks { lines, .. } = blocks::read(text, Syntax::Mdx, inside);
    let (imports, markdown) = imports(text, &lines);
    let mut parts = BTreeMap::new();
    for import in imports.iter().filter(|import| is_markdown(&text[import.path.clone()])) {
        let written = &text[import.path.clone()];
        let path = match written.strip_prefix("@site/") {
            Some(below) => files::join(&run.site.home, below),
            None if written.starts_with("./") || written.starts_with("../") => {
                files::join(files::parent(file), written)
            }
            None => continue,
        };
        let at = input.at(import.path.clone());
        let wanted = Wanted { include: at, at, written, path, part: "", links: Links::File };
        run.look(&wanted);
        if let Some(name) = import.name.clone() {
            parts.insert(&text[name], wanted);
        }
    }
    let (mut output, mut done) = (Mapped::default(), 0);
    for (name, range) in tags(text, &markdown) {
        let Some(wanted) = parts.get_mut(name) else { continue };
        wanted.include = input.at(range.clone());
        let Some(opened) = run.open(wanted) else { continue };
        let content = opened.text.content();
        let mut chosen = Mapped::default();
        chosen.copy(&Mapped::whole(content, opened.origin), front_matter(content)..content.len());
        let expand = |run: &mut Run<'_, F>, chosen: &Mapped| expand(run, chosen, &opened.path);
        let Some(expanded) = run.nest(wanted, &opened, Ok(chosen), expand) else { continue };
        output.copy(input, done..range.start);
        output.make("\n\n", wanted.include);
        output.append(&expanded);
        output.make("\n\n", wanted.include);
        done = range.end;
    }
    output.copy(input, done..text.len());
    output
}

/// An import: its default name, where it has one, and its path.
struct Import {
    name: Option<Range<usize>>,
    path: Range<usize>,
}

/// The imports, and the lines that are Markdown.
fn imports(text: &str, lines: &[Range<usize>]) -> (Vec<Import>, Vec<Range<usize>>) {
    let (mut imports, mut markdown) = (Vec::new(), Vec::new());
    let (mut is_script, mut is_after_empty) = (false, true);
    for (index, range) in lines.iter().enumerate() {
        let line = &text[range.clone()];
        let is_empty = line.trim().is_empty();
        let is_statement = line.starts_with("import ") || line.starts_with("export ");
        is_script = !is_empty && (is_script || is_after_empty && is_statement);
        is_after_empty = is_empty;
        if !is_script {
            markdown.push(range.clone());
        } else if line.starts_with("import ") {
            let last = lines[index..].iter().take(MAX_IMPORT).next_back().map_or(range.end, |line| line.end);
            imports.extend(import(text, range.start + "import ".len()..last));
        }
    }
    (imports, markdown)
}

/// `Name, {a, b} from 'path'`, or `'path'` alone.
fn import(text: &str, range: Range<usize>) -> Option<Import> {
    let statement = &text[range.clone()];
    let open = statement.find(['\'', '"'])?;
    let quote = &statement[open..=open];
    let path = statement[open + 1..]
        .split(['\n', '\'', '"'])
        .next()
        .filter(|path| statement[open + 1 + path.len()..].starts_with(quote))?;
    let clause = statement[..open].trim_end();
    let names = if clause.is_empty() { clause } else { clause.strip_suffix("from")? };
    let start = names.len() - names.trim_start().len();
    let name = names.trim_start().split([',', '{']).next().unwrap_or_default().trim_end();
    let is_name = name.starts_with(|first: char| first.is_ascii_uppercase()) && name.chars().all(is_in_name);
    let at = range.start + open + 1;
    Some(Import {
        name: is_name.then(|| range.start + start..range.start + start + name.len()),
        path: at..at + path.len(),
    })
}

fn is_in_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// The tags of components outside of code, by their names.
fn tags<'a>(text: &'a str, lines: &[Range<usize>]) -> Vec<(&'a str, Range<usize>)> {
    let (mut tags, mut done) = (Vec::new(), 0);
    for line in lines {
        let mut is_code = false;
        for (at, mark) in text[line.clone()].match_indices(['`', '<']) {
            let start = line.start + at;
            is_code ^= mark == "`";
            let after = &text[start + 1..];
            if mark == "`" || is_code || start < done || !after.starts_with(|first: char| first.is_ascii_uppercase()) {
                continue;
            }
            let name = &after[..after.find(|character| !is_in_name(character)).unwrap_or(after.len())];
            if let Some(length) = tag_end(&after[name.len()..]) {
                done = start + 1 + name.len() + length;
                tags.push((name, start..done));
            }
        }
    }
    tags
}

/// Where a tag ends whose name stands before: after a `>` outside of quotes and braces.
fn tag_end(after: &str) -> Option<usize> {
    if !after.starts_with(|character: char| character.is_whitespace() || matches!(character, '/' | '>')) {
        return None;
    }
    let (mut quote, mut depth) = (None, 0_u8);
    for (at, byte) in after.bytes().enumerate().take(MAX_TAG) {
        match (quote, byte) {
            (Some(open), byte) => quote = Some(open).filter(|&open| open != byte),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') if depth < 8 => depth += 1,
            (None, b'}') if depth > 0 => depth -= 1,
            (None, b'>') if depth == 0 => return Some(at + 1),
            (None, b'<' | b'{' | b'}') if depth == 0 || byte == b'{' => return None,
            (None, _) => {}
        }
    }
    None
}
