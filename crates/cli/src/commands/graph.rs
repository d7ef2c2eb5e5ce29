//! `graph`: relations between kinds, or around one kind or entry, as a picture.

use std::process::ExitCode;

use compiler::graph::{self, Graph};
use compiler::registry::{Members, Registry};
use source::Format;

use super::look::{self, Looked, quoted, with_nearest};
use crate::args::{Language, Program};
use crate::failure::Failure;
use crate::place::Place;
use crate::print::{self, Printer};
use crate::summary::count;

/// What is to be drawn.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Nothing, `KIND`, `KEY`, `KIND KEY` or `KIND:KEY`.
    pub(crate) words: Vec<String>,
    /// How far from it.
    pub(crate) hops: usize,
    /// In which language.
    pub(crate) language: Language,
}

/// Draws.
pub(super) fn run(program: &Program, place: &Place, printer: Printer, asked: &Asked) -> Result<ExitCode, Failure> {
    if printer.format != Format::Human {
        return Err(Failure::new("`graph` is written in the language of `--as`").help("--as dot"));
    }
    let looked = look::look(program, place, printer)?;
    let graph = find(&looked, asked)?;
    let answer = match asked.language {
        Language::Mermaid => graph::mermaid(&graph),
        Language::Dot => graph::dot(&graph),
        Language::Svg => graph::svg(&graph),
    };
    print::answer(&answer)?;
    let drawn = format!("{}, {}", count(graph.nodes.len(), "node"), count(graph.edges.len(), "edge"));
    Ok(looked.end(&graph.cut_in_words().map_or(drawn.clone(), |cut| format!("{drawn}; {cut}"))))
}

fn find(looked: &Looked, asked: &Asked) -> Result<Graph, Failure> {
    let registry = looked.registry();
    match asked.words.as_slice() {
        [] => Ok(graph::overview(registry)),
        [word] if is_kind(registry, word) => {
            let members = looked.kind(word)?;
            Ok(graph::around_kind(registry, place_of(registry, members), asked.hops))
        }
        [word] if !word.contains(':') && !has_entry(registry, word) => Err(unknown(looked, word)),
        words => {
            let (members, entry) = looked.entry("graph", words)?;
            let kind = place_of(registry, members);
            let entry = members.find(&entry.key).expect("the entry was found among these");
            Ok(graph::around_entry(registry, kind, entry, asked.hops))
        }
    }
}

fn place_of(registry: &Registry, members: &Members) -> usize {
    registry.place(&members.kind.id).expect("the kind was found in this registry")
}

fn is_kind(registry: &Registry, word: &str) -> bool {
    registry.members.iter().any(|members| members.kind.id == word || members.kind.name == word)
}

fn has_entry(registry: &Registry, key: &str) -> bool {
    registry.members.iter().any(|members| members.find(key).is_some())
}

/// A word may be meant as a kind or as a key, so the nearest of both is told.
fn unknown(looked: &Looked, word: &str) -> Failure {
    let members = &looked.registry().members;
    let kinds = members.iter().flat_map(|members| [members.kind.id.as_str(), members.kind.name.as_str()]);
    let keys = members.iter().flat_map(|members| &members.entries).map(|entry| entry.key.as_str());
    let failure = looked.missing(format!("there is no kind `{word}`, and no kind has such an entry"));
    let failure =
        failure.note(format!("the kinds are {}", quoted(members.iter().map(|members| members.kind.id.as_str()))));
    with_nearest(failure, word, kinds.chain(keys))
}
