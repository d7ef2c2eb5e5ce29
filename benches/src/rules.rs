//! Measures `check` with a rule of each form, next to `check` without rules.
//!
//! Every form looks at each entry, so the difference is what a rule costs at most. Nothing breaks a rule but the
//! references, which lead round in large rings.

use std::path::Path;
use std::process::Command;

use crate::args::Request;
use crate::cost::{self, Cost};
use crate::disk::{self, Folder};
use crate::project::{self, Shape};
use crate::table::{self, Table, count, megabytes, seconds, times};

/// What each form says, with a case that keeps it and one that breaks it.
const FORMS: [(&str, &str, &str, &str); 5] = [
    (
        "assert",
        "assert: entry.owner.summary != entry.summary and (entry.stage != \"stable\" or entry.size is not defined or entry.size >= 0)",
        "[{ store.team: { t: { summary: A. } }, store.item: [{ key: a, owner: t, summary: B., stage: draft }] }]",
        "[{ store.team: { t: { summary: A. } }, store.item: [{ key: a, owner: t, summary: A., stage: draft }] }]",
    ),
    (
        "unique",
        "unique: [owner, stage, scope]",
        "[{ store.item: [{ key: a, owner: t, stage: draft, scope: x }, { key: b, owner: t, stage: draft, scope: y }] }]",
        "[{ store.item: [{ key: a, owner: t, stage: draft, scope: x }, { key: b, owner: t, stage: draft, scope: x }] }]",
    ),
    (
        "exists",
        "exists: { in: store.item, equal: { owner: owner, stage: stage }, where: other.key != entry.key }",
        "[{ store.item: [{ key: a, owner: t, stage: draft }, { key: b, owner: t, stage: draft }] }]",
        "[{ store.item: [{ key: a, owner: t, stage: draft }, { key: b, owner: t, stage: trial }] }]",
    ),
    (
        "acyclic",
        "acyclic: [uses, deprecated.renamed_to]",
        "[{ store.item: [{ key: a, uses: [b] }, { key: b }] }]",
        "[{ store.item: [{ key: a, uses: [b] }, { key: b, uses: [a] }] }]",
    ),
    (
        "overlap",
        "overlap: { scope: scope }",
        "[{ store.item: [{ key: a, scope: x }, { key: b, scope: y }] }]",
        "[{ store.item: [{ key: a, scope: x }, { key: b, scope: 'x/*' }] }]",
    ),
];

/// Measures each size, and the growth between the sizes that are ten times another.
///
/// # Errors
/// There is no binary, a file cannot be written, or a command does not end with 0.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    let rollbook = request.rollbook()?;
    println!("`{}`, {}\n", rollbook.display(), table::load());
    let mut all: Vec<(usize, Vec<(String, Cost)>)> = Vec::new();
    for entries in &request.sizes {
        all.push((*entries, measure(request, &rollbook, *entries)?));
    }
    for (small, costs) in &all {
        if let Some((large, others)) = all.iter().find(|(large, _)| *large == 10 * small) {
            println!("Growth from {} to {} entries:\n", count(*small), count(*large));
            let mut table = Table::new(&["`check`", "CPU", "memory"]);
            for ((title, small), (_, large)) in costs.iter().zip(others) {
                table.row([title.clone(), times(large.cpu, small.cpu), times(large.memory, small.memory)]);
            }
            table.print();
        }
    }
    Ok(())
}

fn measure(request: &Request, rollbook: &Path, entries: usize) -> Result<Vec<(String, Cost)>, String> {
    let shape = Shape { entries, layout: request.layout, scopes: true, ..Shape::default() };
    let folder = Folder::new(request.keep.as_deref(), &format!("rules-{}-{entries}", shape.layout.name()))?;
    project::write(&shape, folder.path())?;
    let of_each = FORMS.iter().enumerate().map(|(number, form)| (form.0.to_owned(), number..=number));
    let mut costs: Vec<(String, Option<Cost>)> = Vec::new();
    let rows: Vec<_> = of_each.chain([("all five".to_owned(), 0..=FORMS.len() - 1)]).collect();
    costs.push(("without rules".to_owned(), None));
    costs.extend(rows.iter().map(|(title, _)| (title.clone(), None)));
    let path = folder.path().join("store/rules.yaml");
    for _ in 0..request.repeat {
        for (index, (_, best)) in costs.iter_mut().enumerate() {
            let mut prepare = || match index.checked_sub(1) {
                None => disk::remove(&path),
                Some(row) => disk::write(&path, &FORMS[rows[row].1.clone()].iter().map(rule).collect::<String>()),
            };
            let command = || {
                let mut command = Command::new(rollbook);
                command.args(["check", "--project"]).arg(folder.path());
                command
            };
            let cost = cost::of(&mut prepare, &command)?;
            *best = Some(best.map_or(cost, |best| best.best(cost)));
        }
    }
    let costs: Vec<(String, Cost)> = costs.into_iter().filter_map(|(title, cost)| Some((title, cost?))).collect();
    println!("{} entries, {}; {}\n", count(entries), shape.layout.name(), table::load());
    let mut table = Table::new(&["`check`", "CPU s", "× without", "wall s", "peak MB"]);
    for (title, cost) in &costs {
        let ratio = times(cost.cpu, costs[0].1.cpu);
        table.row([title.clone(), seconds(cost.cpu), ratio, seconds(cost.wall), megabytes(cost.memory)]);
    }
    table.print();
    Ok(costs)
}

fn rule((id, form, pass, fail): &(&str, &str, &str, &str)) -> String {
    format!(
        "- id: {id}\n  when: store.item\n  severity: record\n  why: To see what it costs.\n  {form}\n  \
         cases:\n    pass: {pass}\n    fail: {fail}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::files::Memory;

    #[test]
    fn the_rules_look_at_every_entry_and_only_rings_break_them() {
        let mut files = Memory::default();
        let mut put = |path: &str, text: &str| {
            files.0.insert(path.to_owned(), text.as_bytes().to_vec());
            Ok(())
        };
        let shape = Shape { entries: 300, scopes: true, ..Shape::default() };
        project::definitions(&shape, &mut put).expect("memory takes everything");
        put("store/rules.yaml", &FORMS.iter().map(rule).collect::<String>()).expect("memory takes everything");
        let compiled = compiler::check(&files, "rollbook.yaml", compiler::Settings::default());
        let said: Vec<_> =
            compiled.findings.iter().map(|finding| (finding.rule.as_deref(), &finding.message)).collect();
        assert!(said.iter().all(|(rule, _)| *rule == Some("acyclic")) && said.len() < 10, "{said:?}");
        assert!(compiled.rules.len() == 5 && compiled.rules.iter().all(|rule| rule.looked_at == 300));
    }
}
