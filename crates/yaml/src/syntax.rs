//! Says what is wrong with a text that is not YAML, in our words.
//!
//! The parser knows where it stopped and which rule of the grammar did not fit. A reader needs to
//! know where the mistake is, which may be lines before, and how to mend it. So the text is read
//! once more up to that place ([`context::Context`]), and each group of rules has a module that
//! looks for the usual causes.

mod block;
mod brackets;
mod conflict;
mod context;
mod scalars;

use granit_parser::{ErrorKind, ScanError};
use source::{Code, Diagnostic, Span, Text};

use crate::Limits;
use crate::words::quoted;
use context::Context;

/// The diagnostic of a syntax error.
pub(crate) fn diagnose(text: &Text, limits: &Limits, error: &ScanError) -> Diagnostic {
    let content = text.content();
    let at = content.floor_char_boundary(error.marker().byte_offset().unwrap_or(content.len()));
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(text, Span::new(at, at), limits);
    }
    let said = say(&Context::read(content, at, limits), error.kind());
    let place = |span: Span| text.at(on_borders(content, span));
    let finding = Diagnostic::new(Code::YamlSyntax, place(said.span), said.message).label(said.label);
    let finding = match said.also {
        Some((span, label)) => finding.also(place(span), label),
        None => finding,
    };
    said.help.into_iter().fold(finding, Diagnostic::help)
}

/// A span inside of the text and on character borders.
fn on_borders(content: &str, span: Span) -> Span {
    Span::new(content.floor_char_boundary(span.start as usize), content.ceil_char_boundary(span.end as usize))
}

/// The diagnostic of a collection inside of too many others.
pub(crate) fn too_deep(text: &Text, span: Span, limits: &Limits) -> Diagnostic {
    let most = limits.max_depth();
    Diagnostic::new(Code::YamlDepth, text.at(span), format!("collections are nested more than {most} deep"))
}

/// What is said about a mistake.
#[derive(Debug)]
struct Said {
    span: Span,
    message: String,
    label: &'static str,
    also: Option<(Span, &'static str)>,
    help: Option<String>,
}

impl Said {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: "", also: None, help: None }
    }

    fn label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    fn also(self, span: Span, label: &'static str) -> Self {
        Self { also: Some((span, label)), ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Finds the group of a rule.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's rules may grow; those not named are in a table or unknown"
)]
fn say(context: &Context<'_>, kind: &ErrorKind) -> Said {
    use ErrorKind as E;
    if let Some(said) = conflict::unfinished(context) {
        return said;
    }
    match kind {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart => scalars::tab(context),
        E::UnclosedQuotedScalar => scalars::unclosed_quote(context),
        E::InvalidQuotedScalarIndent => scalars::indented_too_little(context)
            .unwrap_or_else(|| scalars::line_in_quotes(context, "this line is indented too little to be a part of it")),
        E::DocumentIndicatorInQuotedScalar => scalars::line_in_quotes(context, "the document ends here"),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => scalars::after_quote(context),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => scalars::escape(context),
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => scalars::block_header(context),
        E::InvalidBlockScalarIndent => scalars::block_indent(context),
        E::CommentInterceptedScalar => {
            Said::new(found(context, context.at), "a comment stands inside of a text that goes on below it")
                .help("remove the comment, or put the text in quotes")
        }
        E::CommentNotSeparated => Said::new(found(context, context.at), "a comment needs a blank before its `#`")
            .help("write a space before `#`, or quote the text if `#` belongs to it"),
        E::UnexpectedCharacter { character } => scalars::character(context, *character),

        E::UnclosedFlowCollection { .. } | E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping => {
            brackets::unclosed(context)
        }
        E::MismatchedFlowCollectionEnd { open, close } => brackets::mismatched(context, *open, *close),
        E::MisplacedFlowCollectionEnd => brackets::nothing_open(context),
        E::BlockEntryInFlowCollection | E::PlainScalarStartsWithDashFlowIndicator => brackets::dash(context),
        E::UnexpectedEofImplicitFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::InvalidColonPlacement
        | E::FlowMappingValueAdjacentCollection
        | E::InvalidFlowScalarIndent => brackets::unexpected(context),
        E::InvalidIndentation => brackets::indentation(context),

        E::MappingValueNotAllowed => block::second_colon(context),
        E::SimpleKeyExpected | E::InvalidSimpleKey => block::no_colon(context),
        E::ExpectedBlockMappingKey => block::expected_key(context),
        E::ExpectedBlockSequenceEntry => block::expected_item(context),
        E::InvalidBlockEntryWhitespace | E::InvalidMappingValueWhitespace => scalars::tab_before(context),
        E::BlockSequenceEntryNotAllowed => block::item_not_allowed(context),
        E::ExpectedNodeContent
        | E::MappingKeyNotAllowed
        | E::ExpectedWhitespace
        | E::UnexpectedEndOfPlainScalar
        | E::UnexpectedEofBlockSequence
        | E::UnexpectedEofBlockMapping
        | E::UnexpectedEof => unexpected(context),

        E::ExpectedDocumentStart => document_start(context),
        E::InvalidDocumentEnd => Said::new(found(context, context.at), "only a comment may follow `...` on its line"),
        E::MissingDocumentEndBeforeDirective => {
            Said::new(found(context, context.at), "a directive stands inside of a document")
                .help("write `...` on a line before it")
        }
        E::BomInsideDocument => Said::new(found(context, context.at), "a byte-order mark stands inside of a document")
            .help("remove the invisible character U+FEFF at the start of this line"),

        E::UndeclaredTagHandle => undeclared_tag(context),
        E::MissingAnchorOrAliasName => {
            Said::new(found(context, context.at), format!("{} needs a name", shown(context, context.at)))
                .help("write a name right behind it, or quote the text if it is meant as text")
        }
        _ if context.rest_of_line(context.at).starts_with("%TAG") && *kind != E::DuplicateTagDirective => Said::new(
            found(context, context.at),
            "expected a handle and a prefix after `%TAG`, as in `%TAG !e! tag:example.com,2000:`",
        ),
        other => {
            let rare = RARE.iter().find(|(kind, _)| kind == other);
            Said::new(found(context, context.at), rare.map_or("this is not YAML", |(_, message)| *message))
        }
    }
}

/// What there is to say about mistakes that hardly anybody makes: in tags and directives.
const RARE: &[(ErrorKind, &str)] = &[
    (ErrorKind::DuplicateVersionDirective, "the directive `%YAML` is there twice"),
    (ErrorKind::UnsupportedYamlMajorVersion, "only YAML 1 can be read"),
    (ErrorKind::DuplicateTagDirective, "this tag handle is declared twice"),
    (ErrorKind::InvalidDirectiveTerminator, "expected the end of the directive"),
    (ErrorKind::InvalidTagDirectiveTerminator, "expected the end of the directive"),
    (ErrorKind::MissingYamlVersionSeparator, NO_VERSION),
    (ErrorKind::MissingYamlVersion, NO_VERSION),
    (ErrorKind::YamlVersionTooLong, NO_VERSION),
    (ErrorKind::MissingDirectiveName, NO_DIRECTIVE),
    (ErrorKind::InvalidDirectiveName, NO_DIRECTIVE),
    (ErrorKind::ExpectedTagDirectiveBang, "expected a handle between two `!`, as in `%TAG !e! tag:example.com,2000:`"),
    (ErrorKind::ExpectedTagBang, NO_TAG),
    (ErrorKind::InvalidGlobalTagCharacter, NO_TAG),
    (ErrorKind::InvalidTagTerminator, NO_TAG),
    (ErrorKind::MissingTagUri, NO_TAG),
    (ErrorKind::UnclosedVerbatimTag, "expected `>` at the end of the tag"),
    (ErrorKind::InvalidTagEscape, NO_TAG_ESCAPE),
    (ErrorKind::InvalidTagUtf8LeadingByte, NO_TAG_ESCAPE),
    (ErrorKind::InvalidTagUtf8TrailingByte, NO_TAG_ESCAPE),
    (ErrorKind::InvalidTagUtf8, NO_TAG_ESCAPE),
];

const NO_VERSION: &str = "expected a version after `%YAML`, as in `%YAML 1.2`";
const NO_DIRECTIVE: &str = "expected the name of a directive after `%`, as in `%YAML 1.2`";
const NO_TAG: &str = "this is no tag; a tag is written as in `!!str` or `!name`";
const NO_TAG_ESCAPE: &str = "a `%` in a tag needs two hexadecimal digits that make UTF-8";

/// Something that the grammar has no place for.
fn unexpected(context: &Context<'_>) -> Said {
    let at = context.next_text(context.at);
    Said::new(found(context, at), format!("expected a value, found {}", shown(context, at)))
}

fn document_start(context: &Context<'_>) -> Said {
    let at = context.next_text(context.at);
    let said = Said::new(found(context, at), format!("expected `---`, found {}", shown(context, at)));
    let above = context.slice(0..at).trim_end();
    if context.rest_of_line(context.line_start(above.len())).starts_with('%') {
        said.help("write `---` on a line between the directives and the document")
    } else {
        said.label("the document above ends before this")
            .help("indent this line like the first line of the document, or write `---` before it")
    }
}

fn undeclared_tag(context: &Context<'_>) -> Said {
    let span = found(context, context.at);
    let tag = context.slice(span.range());
    let handle = tag.get(1..).and_then(|rest| rest.find('!')).map_or(tag, |end| &tag[..end + 2]);
    let handle = handle.to_owned();
    Said::new(span, format!("the tag handle `{handle}` is not declared"))
        .help(format!("write `%TAG {handle} tag:example.com,2000:` and `---` at the top, or remove the tag"))
}

/// The span of what stands at a place: up to the next blank or closing bracket.
fn found(context: &Context<'_>, at: usize) -> Span {
    let rest = context.rest_of_line(at);
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let end = rest
        .char_indices()
        .skip(1)
        .find(|(_, c)| [' ', '\t', ',', ']', '}'].contains(c))
        .map_or(rest.len(), |(end, _)| end);
    Span::new(at, at + end.max(first))
}

/// What stands at a place, for a message.
fn shown(context: &Context<'_>, at: usize) -> String {
    let text = context.slice(found(context, at).range());
    if !text.is_empty() {
        return quoted(text);
    }
    let is_end = context.from(at).trim_matches([' ', '\t', '\n', '\r']).is_empty();
    if is_end { "the end of the file".to_owned() } else { "the end of the line".to_owned() }
}
