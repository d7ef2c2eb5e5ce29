//! A scenario file means the same to the compiler, as a definition of the registry, and to the kernel, as a
//! file that a program reads: both accept it, or both find mistakes on the same lines.

use std::collections::BTreeSet;
use std::path::Path;

use compiler::files::{Disk, FileError, Files, Found, Listing};
use generated::scenario::scenario::definition;
use kernel::config::{self, Yaml};
use source::{Findings, Severity, Text};

const BASELINE: &str = "registry-defs/scenario/scenarios/baseline.yaml";

/// The repository with another text for one file.
struct With<'a>(&'a Disk, &'a str);

impl Files for With<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        if path == BASELINE { Ok(Some(self.1.as_bytes().to_vec())) } else { self.0.read(path) }
    }

    fn listing(&self, folder: &str) -> Result<Listing, FileError> {
        self.0.listing(folder)
    }

    fn what_is(&self, path: &str) -> Found {
        self.0.what_is(path)
    }
}

/// The lines of the file that the compiler finds errors on.
fn by_compiler(disk: &Disk, text: &str) -> BTreeSet<u32> {
    let compiled = compiler::check(&With(disk, text), "registry-defs/rollbook.yaml", compiler::Settings::default());
    let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let places = errors.map(|finding| &finding.primary.place).filter(|place| place.text.name() == BASELINE);
    places.map(|place| place.start().line).collect()
}

/// The lines of the file that the kernel finds errors on.
fn by_kernel(text: &str) -> BTreeSet<u32> {
    let text = Text::new(BASELINE, text);
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut Findings::new());
    let root = &documents.first().expect("the text has a document").root;
    match config::read_definition::<definition::Scenario>("baseline", Yaml::new(&text, root)) {
        Ok(_) => BTreeSet::new(),
        Err(errors) => errors.iter().map(|error| error.at.as_ref().expect("YAML knows its places").line).collect(),
    }
}

/// Changes that people make: each replaces one text by another, on whatever lines it stands. The name stays, since
/// the compiler says no more of an entry without a key.
const CHANGES: [(&str, &str); 25] = [
    ("name: baseline", "name: Base Line"),
    ("summary: ", "summary: ''\nsumary: "),
    ("doc: scenarios.md#baseline", "doc: 7"),
    ("steps:", "stages: []\nsteps:"),
    ("step: gate.idempotency", "step: gate.idempotncy"),
    ("step: gate.idempotency", "stp: gate.idempotency"),
    ("step: gate.idempotency", "step: features.compute"),
    ("step: output.write", "step: output.format"),
    ("step: parse.load_attempt", "step: time.compute_keys"),
    ("strategy: first_wins", "strategy: newest"),
    ("strategy: first_wins", "strategy: last_wins"),
    ("strategy: first_wins", "remember_days: 0"),
    ("strategy: first_wins", "remember_days: 3650.0"),
    ("strategy: first_wins", "remember_days: 3650.5"),
    ("on_error: fail", "amount_prefixes: ['$', 'EUR', '$']"),
    ("on_error: fail", "amount_prefixes: [usd]"),
    ("on_error: fail", "amount_prefixes: []"),
    ("on_error: fail", "on_error: skip\n      max_line_bytes: 64"),
    ("max_attempts_per_day: 3", "max_attempts_per_day: '3'"),
    ("daily_amount_limit: '5000.00'", "daily_amount_limit: 5000.00"),
    ("daily_amount_limit: '5000.00'", "daily_amount_limit: '05000.00'"),
    ("prime_gate: { enabled: false }", "prime_gate: { enabled: false, limit: 3 }"),
    ("prime_gate: { enabled: false }", "prime_gate: null"),
    ("monday_multiplier: { enabled: false }", "monday_multiplier: { enabled: true, factor: 11 }"),
    ("  - step: windows.update", "  - step: windows.update\n    config: { keep_days: 1 }\n  - 7"),
];

#[test]
fn compiler_and_kernel_find_mistakes_on_the_same_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let disk = Disk::open(&root).expect("the repository is there");
    let content = disk.read(BASELINE).expect("it can be read").expect("the scenario is there");
    let baseline = String::from_utf8(content).expect("it is UTF-8");
    assert_eq!((by_compiler(&disk, &baseline), by_kernel(&baseline)), (BTreeSet::new(), BTreeSet::new()));
    let change = |text: &str, (from, to): (&str, &str)| {
        assert!(baseline.contains(from), "the scenario has no {from:?}");
        text.replacen(from, to, 1)
    };
    let (mut sound, mut broken) = (0, 0);
    for (index, first) in CHANGES.iter().enumerate() {
        // Alone, and together with a change to another part.
        for text in
            [change(&baseline, *first), change(&change(&baseline, *first), CHANGES[(index + 9) % CHANGES.len()])]
        {
            let (compiler, kernel) = (by_compiler(&disk, &text), by_kernel(&text));
            assert_eq!(compiler, kernel, "{text}");
            *(if compiler.is_empty() { &mut sound } else { &mut broken }) += 1;
        }
    }
    assert!(sound >= 3 && broken >= 40, "{sound} sound and {broken} broken files are too few to prove anything");
}
