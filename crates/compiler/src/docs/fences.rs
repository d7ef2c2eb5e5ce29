//! Fenced blocks that are tagged with a kind, such as ```` ```yaml rollbook=scenario.step ````: each is one
//! entry or several, and validated like those of the registry, but for keys that exist already.

use links::{Fence, ReadPage};
use source::{Code, Diagnostic, Findings, Label, Severity, Span, Text, nearest};
use yaml::Limits;

use crate::entries;
use crate::files::Files;
use crate::project::Project;
use crate::registry::{Registry, follow_entry};

/// What makes a word of an info string a tag.
const TAG: &str = "rollbook=";

/// The kind that a block is tagged with.
pub(super) fn tag(info: &str) -> Option<&str> {
    info.split([' ', '\t', ',']).find_map(|word| word.strip_prefix(TAG))
}

/// Validates the tagged blocks of all pages, and gives how many entries they hold.
pub(super) fn check(
    files: &impl Files,
    project: &Project,
    registry: &Registry,
    written: &[&ReadPage],
    findings: &mut Findings,
) -> usize {
    let mut examples = 0;
    for page in written {
        for fence in &page.contents.fences {
            let Some(kind) = tag(&fence.info) else { continue };
            let Some(number) = registry.members.iter().position(|members| members.kind.id == kind) else {
                findings.push(unknown(page, fence, kind, registry));
                continue;
            };
            let text = Text::new(page.text.name(), fence.text.as_str());
            let mut mistakes = Findings::new();
            let documents = yaml::parse(&text, &Limits::default(), &mut mistakes);
            if !mistakes.iter().any(|mistake| mistake.severity == Severity::Error) {
                let kind = &registry.members[number].kind;
                for given in entries::given(&text, &documents, number, kind, &mut mistakes) {
                    examples += 1;
                    follow_entry(files, project, registry, &given.entry, &mut mistakes);
                }
            }
            findings.extend(mistakes.into_iter().map(|mistake| on_page(page, fence, &text, mistake)));
        }
    }
    examples
}

/// A finding in the text of a block, at its place on the page.
fn on_page(page: &ReadPage, fence: &Fence, text: &Text, finding: Diagnostic) -> Diagnostic {
    let moved = |label: Label| {
        // The texts have one name; only that of the block has its content.
        let is_here = label.place.text.content() == text.content() && label.place.text.name() == text.name();
        if is_here { Label { place: page.place(fence.on_page(label.place.span)), ..label } } else { label }
    };
    Diagnostic {
        primary: moved(finding.primary),
        secondary: finding.secondary.into_iter().map(moved).collect(),
        ..finding
    }
}

fn unknown(page: &ReadPage, fence: &Fence, kind: &str, registry: &Registry) -> Diagnostic {
    let mut place = page.place(fence.span);
    let start = place.span.start as usize;
    let first = place.text.slice(place.span).lines().next();
    if let Some(at) = first.and_then(|line| line.find(TAG)).map(|at| start + at + TAG.len()) {
        place.span = Span::new(at, at + kind.len());
    }
    let finding = Diagnostic::new(Code::UnknownKind, place, format!("there is no kind `{kind}`"));
    let kinds = registry.members.iter().map(|members| members.kind.id.as_str());
    match nearest(kind, kinds.clone()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.note(format!("the kinds are {}", crate::schema::listed(&kinds.collect::<Vec<_>>()))),
    }
}
