//! The tables of a kind: names, entries and their order, in chunks that compile in linear time.

use std::fmt::Write as _;

use super::constants::deprecation_note;
use super::imports::Imports;
use super::layout::Piece;
use super::literal::{Literals, key_path, string, structure};
use super::modules::MOST_LINES;
use super::{factories, type_name};
use crate::profile::{Field, Model};
use crate::registry::{Members, Registry};

/// The tables of a kind, as text.
#[derive(Debug)]
pub(super) struct Tables {
    /// Statics for the file of the kind.
    pub(super) inline: String,
    /// Files of chunks: name and body.
    pub(super) files: Vec<(String, String)>,
}

/// Entries of a static array: more of them cost more than linear time to compile.
const LARGEST_CHUNK: usize = 128;

/// A kind with more entries than this has its tables in files of their own.
pub(super) const SPLIT_ABOVE: usize = 200;

pub(super) fn render(members: &Members, registry: &Registry, imports: &Imports) -> Tables {
    let ty = type_name(members);
    let all = |split| -> Vec<Entry> {
        (0..members.entries.len()).map(|index| entry(members, registry, imports, index, split)).collect()
    };
    let mut split = members.entries.len() > SPLIT_ABOVE;
    let mut entries = all(split);
    if !split && entries.iter().map(|entry| entry.lines).sum::<usize>() > MOST_LINES / 2 {
        split = true;
        entries = all(split);
    }
    let chunk = chunk_size(&entries);
    let mark = static_mark(members);
    let statics: Vec<Chunk> = entries
        .chunks(chunk)
        .enumerate()
        .map(|(index, entries)| self::chunk(index, entries, &ty, split, mark))
        .collect();
    let (mut inline, mut files) = (String::new(), Vec::new());
    let mut paths: Vec<String> = Vec::new();
    if split {
        let mut current = String::new();
        let mut lines = 0;
        for chunk in &statics {
            if lines > 0 && lines + chunk.lines > MOST_LINES {
                files.push((file_name(files.len()), std::mem::take(&mut current)));
                lines = 0;
            }
            paths.push(format!("{}::{}", file_name(files.len()), chunk.name));
            current.push_str(&chunk.text);
            current.push('\n');
            lines += chunk.lines;
        }
        files.push((file_name(files.len()), current));
    } else {
        for chunk in &statics {
            inline.push_str(&chunk.text);
            inline.push('\n');
            paths.push(chunk.name.clone());
        }
    }
    inline.push_str(&names(members));
    inline.push_str(&table(members, &ty, &paths));
    Tables { inline, files }
}

/// What the names of an open kind's statics begin with. Its file has constants beside them, and a
/// constant that a key names begins with `_` only before a digit.
pub(super) fn static_mark(members: &Members) -> &'static str {
    if members.kind.block.closed { "" } else { "_" }
}

/// A module of chunks. A module that a key names begins with `_` only before a digit, so the two never meet.
fn file_name(index: usize) -> String {
    format!("_entries_{index}")
}

struct Entry {
    text: String,
    lines: usize,
    names_deprecated: bool,
}

struct Chunk {
    name: String,
    text: String,
    lines: usize,
}

fn entry(members: &Members, registry: &Registry, imports: &Imports, index: usize, split: bool) -> Entry {
    let entry = &members.entries[index];
    let scope = if split { "super::" } else { "" };
    let model = &members.kind.model;
    let config = factories::config_path(entry).map(|path| format!("{scope}{path}")).unwrap_or_default();
    let mut literals = Literals { registry, model, imports, scope, config, named_deprecated: false };
    let key = if members.kind.block.closed {
        format!("{scope}{}Key::{}", type_name(members), members.names[index].name)
    } else {
        key_path(members, index, imports, scope)
    };
    let mut fields = vec![("key".to_owned(), Piece::text(key))];
    fields.extend(literals.fields(
        root_fields(&members.kind.model),
        &members.kind.block.key_properties(),
        &entry.value,
    ));
    let piece = structure(&format!("{scope}{}", type_name(members)), fields);
    let names_deprecated = literals.named_deprecated || deprecation_note(members, entry).is_some();
    let mut text = String::from("    ");
    piece.write(&mut text, 4, 5);
    text.push_str(",\n");
    Entry { lines: text.lines().count(), text, names_deprecated }
}

/// The fields of a kind's root; a kind whose root is no struct has been left out.
pub(super) fn root_fields(model: &Model) -> &[Field] {
    model.fields(&model.root.ty)
}

/// The largest power of two such that nearly no chunk makes a file too long; an entry that is long by
/// itself makes its own file long.
fn chunk_size(entries: &[Entry]) -> usize {
    /// Smaller chunks would be many statics that hold little.
    const SMALLEST: usize = 4;
    let fits = |size: &usize| {
        let lines = entries.chunks(*size).map(|chunk| chunk.iter().map(|entry| entry.lines).sum::<usize>());
        lines.filter(|lines| *lines > MOST_LINES).count() * 50 <= entries.len() / size
    };
    let mut sizes = std::iter::successors(Some(LARGEST_CHUNK), |size| (*size > SMALLEST).then_some(size / 2));
    sizes.find(fits).unwrap_or(SMALLEST)
}

fn chunk(index: usize, entries: &[Entry], ty: &str, split: bool, mark: &str) -> Chunk {
    let name = format!("{mark}ENTRIES_{index}");
    let (visibility, scope) = if split { ("pub(super) ", "super::") } else { ("", "") };
    let expect = if entries.iter().any(|entry| entry.names_deprecated) {
        "#[expect(deprecated, reason = \"the table names deprecated entries too\")]\n"
    } else {
        ""
    };
    let body: String = entries.iter().map(|entry| entry.text.as_str()).collect();
    let text = format!("{expect}{visibility}static {name}: [{scope}{ty}; {}] = [\n{body}];\n", entries.len());
    Chunk { name, lines: text.lines().count() + 1, text }
}

fn names(members: &Members) -> String {
    let mark = static_mark(members);
    let mut text = String::new();
    for (index, entries) in members.entries.chunks(LARGEST_CHUNK).enumerate() {
        let names: Vec<Piece> = entries.iter().map(|entry| Piece::text(string(&entry.key))).collect();
        let _ = write!(text, "static {mark}NAMES_{index}: [&str; {}] = ", names.len());
        let used = text.lines().last().map_or(0, str::len) + 1;
        Piece::list("[", names, "]").write(&mut text, 0, used);
        text.push_str(";\n\n");
    }
    text
}

fn table(members: &Members, ty: &str, chunks: &[String]) -> String {
    let mut places: Vec<usize> = (0..members.entries.len()).collect();
    places.sort_by_key(|place| members.entries[*place].key.as_str());
    let in_order = places.is_sorted();
    let count = members.entries.len().div_ceil(LARGEST_CHUNK);
    let mark = static_mark(members);
    let names = (0..count).map(|index| Piece::text(format!("&{mark}NAMES_{index}")));
    let entries = chunks.iter().map(|path| Piece::text(format!("&{path}")));
    let by_name =
        if in_order { Vec::new() } else { places.iter().map(|place| Piece::text(place.to_string())).collect() };
    let mut text = format!("static {mark}TABLE: kernel::Table<{ty}> = ");
    let used = text.len();
    let parts = [Piece::list("&[", names, "]"), Piece::list("&[", entries, "]"), Piece::list("&[", by_name, "]")];
    Piece::list("kernel::Table::new(", parts, ")").write(&mut text, 0, used);
    text.push_str(";\n");
    text
}
