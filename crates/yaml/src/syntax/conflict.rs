//! The marks that Git leaves in a file whose merge is not finished.

use source::Span;

use super::Said;
use super::context::Context;

/// How many times a mark repeats its character (git-merge, "How conflicts are presented").
const WIDTH: usize = 7;

/// The conflict that the text holds, if it holds one: it is the cause of whatever is wrong around it.
pub(super) fn unfinished(context: &Context<'_>) -> Option<Said> {
    let ours = mark(context, '<', 0)?;
    let between = mark(context, '=', ours.end as usize)?;
    let theirs = mark(context, '>', between.end as usize)?;
    let said = Said::new(ours, "a merge is not finished in this file").also(theirs, "up to here");
    Some(said.help("keep the lines of one side, and remove those that begin with `<<<<<<<`, `=======` and `>>>>>>>`"))
}

/// The first line from `from` on that is a mark of a character.
fn mark(context: &Context<'_>, character: char, from: usize) -> Option<Span> {
    let mut at = from;
    for line in context.from(from).split_inclusive('\n') {
        let text = line.trim_end();
        let behind = text.trim_start_matches(character);
        if text.len() - behind.len() == WIDTH && (behind.is_empty() || behind.starts_with(' ')) {
            return Some(Span::new(at, at + text.len()));
        }
        at += line.len();
    }
    None
}
