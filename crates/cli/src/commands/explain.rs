//! `explain`: the page of a code, or all codes.

use std::process::ExitCode;
use std::str::FromStr;

use source::Code;

use crate::args::Program;
use crate::failure::Failure;
use crate::print;
use crate::table::table;

/// Embeds the pages of `docs/diagnostics/`, by code.
macro_rules! pages {
    ($($code:literal)*) => {
        &[$(($code, include_str!(concat!("../../../../docs/diagnostics/", $code, ".md"))),)*]
    };
}

/// The page of each code, in the order of [`Code::ALL`].
const PAGES: &[(&str, &str)] = pages![
    "missing-file" "unreadable-file" "file-too-large" "outside-path" "yaml-syntax" "yaml-lenient"
    "yaml-duplicate-key" "yaml-key" "yaml-depth" "yaml-aliases" "yaml-merge" "yaml-tag" "yaml-number"
    "invalid-project" "nothing-to-check" "unread-file" "invalid-kind" "invalid-schema" "unsupported-schema"
    "invalid-default" "invalid-example" "unknown-kind" "wrong-layout" "missing-key" "duplicate-key"
    "name-collision" "unsafe-name" "unsafe-text" "too-many-variants" "unknown-property" "missing-property"
    "wrong-type" "not-in-enum" "wrong-format" "out-of-range" "wrong-count" "no-variant" "schema-violation"
    "unknown-reference" "broken-chain" "no-config" "missing-page" "missing-anchor" "invalid-site"
    "missing-path" "broken-link" "wrong-case" "missing-include" "undefined-link" "unused-definition"
    "duplicate-anchor" "not-portable" "unknown-key" "orphan-page" "unexplained-kind"
    "invalid-rule" "idle-rule" "broken-rule" "rule-violation"
    "invalid-allowance" "expired-allowance" "unused-allowance" "unsafe-edit"
    "invalid-region" "unknown-template" "template-error" "output-conflict"
    "drift-missing" "drift-stale" "drift-orphaned"
];

/// Explains a code, or lists all.
pub(super) fn run(program: &Program, code: Option<&str>) -> Result<ExitCode, Failure> {
    let answer = match code {
        None => all(),
        Some(name) => page(name.parse().map_err(|unknown| no_such(program, &unknown))?),
    };
    print::answer(&answer)?;
    Ok(ExitCode::SUCCESS)
}

fn all() -> String {
    let row = |code: &Code| [code.as_str().to_owned(), code.severity().as_str().to_owned(), code.title().to_owned()];
    table("", ["CODE", "SEVERITY", "MEANING"], &Code::ALL.iter().map(row).collect::<Vec<_>>())
}

fn page(code: Code) -> String {
    match PAGES.iter().find(|(name, _)| *name == code.as_str()) {
        Some((_, page)) => format!("{}\n", page.trim_end()),
        None => format!("# {code}\n\n{} ({})\n", code.title(), code.severity().as_str()),
    }
}

fn no_such(program: &Program, unknown: &<Code as FromStr>::Err) -> Failure {
    let failure = Failure::new(format!("there is no code `{}`", unknown.given));
    match unknown.nearest {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("`{} explain` lists all codes", program.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_by_name_and_title() {
        for &code in Code::ALL {
            assert!(page(code).starts_with(&format!("# {code}\n\n{}\n", code.title())), "{code}");
        }
    }

    #[test]
    fn every_code_has_its_page() {
        let embedded: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(embedded, codes, "`PAGES` names the pages of docs/diagnostics");
    }
}
