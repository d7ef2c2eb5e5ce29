//! The promise "the type accepts what the schema accepts", put to the test.
//!
//! Schemas of the typed profile become the configs of a project: generated ones, corners, the types of this
//! repository, and those of the JSON-Schema-Test-Suite. Its catalog is compiled with a program that reads instances
//! with the kernel. The other side is the `jsonschema` crate on the schema alone, and a text that says what `{:?}` of
//! the typed struct must print. Both sides must agree on every instance.
//!
//! For another run, or a longer one: `ROLLBOOK_SEED`, `ROLLBOOK_SCHEMAS`, `ROLLBOOK_INSTANCES` (for each schema).

mod random;
mod texts;

mod reference;
mod schemas;

mod draw;
mod mutate;

mod corners;
mod repository;
mod subjects;
mod suite;

mod cases;
mod program;

mod expected;
mod verdicts;

mod constructs;
mod entries;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::thread;

use cases::{Case, Sort};
use compiler::sample;
use program::{Answer, Input, Program, Question};
use random::Random;
use reference::Reference;
use subjects::{Project, Referred, Subject};
use suite::{Suite, Weighed};
use verdicts::{Judge, Tally, Verdict};

/// What a run draws.
#[derive(PartialEq, Eq)]
struct Size {
    seed: u64,
    schemas: usize,
    /// For each schema.
    instances: usize,
}

impl Size {
    const DEFAULT: Self = Self { seed: 20_240_229, schemas: 300, instances: 340 };

    /// What the environment asks for.
    fn asked() -> Self {
        let number = |name: &str, default: u64| match std::env::var(name) {
            Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
            Err(_) => default,
        };
        let count = |name, default: usize| {
            let default = u64::try_from(default).expect("64 bits fit");
            usize::try_from(number(name, default)).expect("64 bits fit")
        };
        Self {
            seed: number("ROLLBOOK_SEED", Self::DEFAULT.seed),
            schemas: count("ROLLBOOK_SCHEMAS", Self::DEFAULT.schemas),
            instances: count("ROLLBOOK_INSTANCES", Self::DEFAULT.instances),
        }
    }
}

/// Says something that is seen whether the test passes or not.
fn say(text: &str) {
    // What cannot be shown is no reason to fail.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The kinds that generated schemas and corners refer to.
fn sample_kinds() -> [Referred; 2] {
    let kind = |id: &str, closed, keys: &[&str]| {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        Referred { id: id.to_owned(), closed, keys }
    };
    [
        kind(schemas::CLOSED, true, &["red", "dark-blue", "self", "2nd.green"]),
        kind(schemas::OPEN, false, &["a.b.c", "a.b_c", "alone", "type.async"]),
    ]
}

/// All that is put to the test: subjects to draw instances for, and after them those of the suite.
struct Subjects {
    all: Vec<Subject>,
    referred: Vec<Referred>,
    suite: Suite,
    /// Where those of the suite begin.
    drawn: usize,
}

impl Subjects {
    fn new(size: &Size) -> Self {
        let (own, mut referred) = repository::subjects();
        referred.extend(sample_kinds());
        let mut all = generated(size);
        all.extend(corners::subjects());
        all.extend(own);
        let drawn = all.len();
        let folder = tests::data::data_or_skip("json-schema-test-suite/draft2020-12");
        let suite = folder.map(|folder| Suite::read(&folder)).unwrap_or_default();
        all.extend(suite.inside.iter().map(|group| group.subject.clone()));
        Self { all, referred, suite, drawn }
    }

    /// The instances: drawn ones, then those of the suite.
    fn cases(&self, size: &Size, references: &[Reference]) -> Vec<Case> {
        let keys = subjects::keys(&self.referred);
        let mut cases = Vec::new();
        let mut left_out = 0;
        for (subject, reference) in references[..self.drawn].iter().enumerate() {
            let drawn = cases::draw(size.seed, subject, reference, &keys, size.instances);
            cases.extend(drawn.cases);
            left_out += drawn.left_out;
        }
        say(&format!("left out: {left_out} instances with a number beyond 1e28 under a `multipleOf` with a fraction"));
        for (group, subject) in self.suite.inside.iter().zip(self.drawn..) {
            cases.extend(group.cases.iter().map(|case| {
                let instance = case.instance.clone();
                Case { sort: Sort::Suite, question: Question { subject, input: Input::Json, instance } }
            }));
        }
        cases
    }
}

fn generated(size: &Size) -> Vec<Subject> {
    let keys = subjects::keys(&sample_kinds());
    let schema = |index| schemas::config(&mut Random::new(size.seed, "schemas", index), &keys);
    (0..size.schemas).map(|index| Subject { name: format!("schema {index}"), schema: schema(index) }).collect()
}

#[test]
fn the_type_accepts_what_the_schema_accepts_and_reads_it_back() {
    let size = Size::asked();
    let subjects = Subjects::new(&size);
    let project = Project::new(&subjects.all, &subjects.referred);
    for (subject, refusal) in subjects.all.iter().zip(project.refusals(subjects.all.len())) {
        assert_eq!(refusal, None, "the compiler refuses {}: {}", subject.name, subject.schema);
    }
    let keys = subjects::keys(&subjects.referred);
    let references: Vec<Reference> =
        subjects.all.iter().map(|subject| Reference::new(&subject.schema, &keys)).collect();
    let cases = subjects.cases(&size, &references);
    let (sorts, questions): (Vec<Sort>, Vec<Question>) =
        cases.into_iter().map(|case| (case.sort, case.question)).unzip();
    let judge = Judge { subjects: &subjects.all, references: &references, project: &project };
    let (mut program, answers, verdicts) = both_sides(&judge, &questions);

    let disagreements = verdicts::disagreements(&verdicts, &answers);
    say(&format!(
        "{} schemas, {} instances, {} disagreements",
        subjects.all.len(),
        questions.len(),
        disagreements.len()
    ));
    for (keyword, instead) in repository::BEYOND {
        say(&format!("left out: `{keyword}` of the kinds of this repository: {instead}"));
    }
    show(&judge, &mut program, &questions, &disagreements);
    check_both_outcomes(&subjects, &sorts, &questions, &verdicts);
    check_suite(&subjects, &questions, &verdicts);
    assert!(size != Size::DEFAULT || questions.len() >= 100_000, "a run of CI has fewer instances than it promises");
    assert!(disagreements.is_empty(), "kernel and schema disagree on {} instances", disagreements.len());
}

/// Asks the kernel, and judges by the schemas meanwhile.
fn both_sides(judge: &Judge<'_>, questions: &[Question]) -> (Program, Vec<Answer>, Vec<Verdict>) {
    thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut program = Program::start(judge.project);
            let answers = program.ask(questions);
            (program, answers)
        });
        let verdicts = judge.judge(questions);
        let (program, answers) = asking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (program, answers, verdicts)
    })
}

/// Shows the first disagreement of each subject, up to 20.
fn show(judge: &Judge<'_>, program: &mut Program, questions: &[Question], disagreements: &[usize]) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for index in disagreements {
        let question = &questions[*index];
        let count = counts.entry(question.subject).or_default();
        *count += 1;
        if *count == 1 && counts.len() <= 20 {
            say(&judge.describe(program, question));
        }
    }
    for (subject, count) in counts {
        say(&format!("{count} disagreements: {}", judge.subjects[subject].name));
    }
}

/// A test that sees one outcome only proves nothing: both are frequent for each sort of instance, and every schema
/// has accepted and refused some.
fn check_both_outcomes(subjects: &Subjects, sorts: &[Sort], questions: &[Question], verdicts: &[Verdict]) {
    // The least share of each outcome, in percent.
    for (sort, accepted, refused) in [(Sort::Valid, 95, 0), (Sort::Near, 15, 50), (Sort::Noise, 10, 50)] {
        let tally = Tally::of(sorts.iter().zip(verdicts).filter(|(own, _)| **own == sort).map(|(_, verdict)| verdict));
        say(&format!("{sort:?}: {} accepted, {} refused", tally.accepted, tally.refused));
        let all = tally.accepted + tally.refused;
        assert!(tally.accepted * 100 >= all * accepted, "too few accepted of {sort:?}");
        assert!(tally.refused * 100 >= all * refused, "too few refused of {sort:?}");
    }
    let mut tallies = vec![Tally::default(); subjects.drawn];
    for (question, verdict) in questions.iter().zip(verdicts) {
        if let Some(tally) = tallies.get_mut(question.subject) {
            tally.add(verdict);
        }
    }
    for (subject, tally) in subjects.all.iter().zip(tallies) {
        assert!(tally.accepted > 0 && tally.refused > 0, "{}: {tally:?}: {}", subject.name, subject.schema);
    }
}

/// Counts what of the suite is inside, and how its verdicts stand to those of the schemas.
fn check_suite(subjects: &Subjects, questions: &[Question], verdicts: &[Verdict]) {
    /// Groups and cases inside, as measured; fewer would mean that the profile lost a construct.
    const LEAST_INSIDE: (usize, usize) = (117, 1090);
    let suite = &subjects.suite;
    if suite.inside.is_empty() {
        return;
    }
    let first = questions.iter().position(|question| question.subject == subjects.drawn);
    let mut verdicts = verdicts[first.expect("the suite has cases")..].iter();
    let mut weighed: BTreeMap<Weighed, usize> = BTreeMap::new();
    for group in &suite.inside {
        for (case, verdict) in group.cases.iter().zip(&mut verdicts) {
            let weight = group.weigh(case, verdict.accepts());
            *weighed.entry(weight).or_default() += 1;
            assert_ne!(weight, Weighed::Other, "{}: {}", group.subject.name, case.instance);
        }
    }
    let (groups, cases) = (suite.inside.len(), suite.inside.iter().map(|group| group.cases.len()).sum::<usize>());
    let typed = suite.inside.iter().filter(|group| group.added_type.is_some()).count();
    say(&format!("suite, inside: {groups} groups ({typed} of them with a `type` added), {cases} cases: {weighed:?}"));
    let outside = suite.outside.values().fold((0, 0), |sum, (groups, cases)| (sum.0 + groups, sum.1 + cases));
    say(&format!("suite, outside: {} groups, {} cases:", outside.0, outside.1));
    for (reason, (groups, cases)) in &suite.outside {
        say(&format!("  {groups} groups, {cases} cases: {reason}"));
    }
    assert!(groups >= LEAST_INSIDE.0 && cases >= LEAST_INSIDE.1, "less of the suite is inside than was");
}

/// Each schema has the smallest value and one with every option, save for a few whose constraints no rule of thumb
/// satisfies, and `kernel` and schema agree that they are values.
#[test]
fn samples_satisfy_the_schemas_that_they_are_made_from() {
    let size = Size::asked();
    let subjects = generated(&size);
    let project = Project::new(&subjects, &sample_kinds());
    let keys = subjects::keys(&sample_kinds());
    let mut missing = [0, 0];
    for (subject, config) in subjects.iter().zip(project.configs()) {
        let reference = Reference::new(&subject.schema, &keys);
        let registry = &project.compiled.registry;
        for (index, sample) in
            [sample::smallest(config, registry), sample::fullest(config, registry)].iter().enumerate()
        {
            match sample {
                Some(sample) => assert!(reference.accepts(sample), "{}: {sample}", subject.schema),
                None => missing[index] += 1,
            }
        }
        for option in config.model.object().expect("a config is an object").iter().filter(|option| !option.required) {
            let smallest = sample::smallest(config, registry);
            let given = smallest.as_ref().is_some_and(|value| value.get(&option.name).is_some());
            assert!(!given || subject.schema.get("minProperties").is_some(), "{}: {}", subject.name, option.name);
        }
    }
    say(&format!(
        "of {} schemas, {} have no smallest sample and {} no fullest",
        subjects.len(),
        missing[0],
        missing[1]
    ));
    assert!(missing.iter().all(|missing| missing * 50 <= subjects.len()), "too few samples: {missing:?} missing");
}
