//! Doc comments from the texts of definitions.

use std::fmt::Write as _;

use crate::profile::Docs;
use crate::render::prose;

/// The lines of a doc comment, each behind `marker` (`///` or `//!`), ending in a newline.
pub(super) fn doc_lines(marker: &str, markdown: &str) -> String {
    let mut out = String::new();
    for line in prose::rustdoc(markdown).trim().lines() {
        out.push_str(marker);
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// What a type, property or member says about itself, as safe Markdown; `otherwise` where it says nothing.
pub(super) fn describe(docs: &Docs, otherwise: &str) -> String {
    let mut text = match (&docs.description, &docs.title) {
        (Some(description), _) => prose::rustdoc(description),
        (None, Some(title)) => prose::rustdoc(&super::sentence(title)),
        (None, None) => otherwise.to_owned(),
    };
    if !docs.examples.is_empty() {
        text.push_str("\n\n# Examples\n");
        for example in &docs.examples {
            let _ = write!(text, "\n- {}", prose::code(&example.to_string()));
        }
    }
    if docs.deprecated {
        text.push_str("\n\n# Deprecated\n\nThe schema marks it so.");
    }
    text.trim().to_owned()
}

/// `#[doc = …]` attributes of a text that is safe already, for quoting.
pub(super) fn attributes(text: &str) -> proc_macro2::TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote::quote!(#(#[doc = #lines])*)
}
