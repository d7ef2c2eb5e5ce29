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

/// The page of each code. A code whose page is not written yet is explained by its title.
const PAGES: &[(&str, &str)] = pages![];

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
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_code_is_explained_by_name_and_title() {
        for &code in Code::ALL {
            assert!(page(code).starts_with(&format!("# {code}\n")), "{code}");
        }
    }

    #[test]
    fn every_page_of_the_docs_is_embedded_and_belongs_to_a_code() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diagnostics");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = files.filter_map(|file| file.path().file_stem()?.to_str().map(str::to_owned));
        let written: BTreeSet<String> = names.filter(|name| name.parse::<Code>().is_ok()).collect();
        let embedded: BTreeSet<String> = PAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(written, embedded, "`PAGES` names the pages in docs/diagnostics");
    }
}
