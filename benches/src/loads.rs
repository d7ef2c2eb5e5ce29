//! Measures the fund-load pipeline, next to reading the same lines and answering each without deciding anything.
//!
//! 1. `lines` makes an input of any length, as a text or as a stream that is never held.
//! 2. Throughput is measured in this process, on lines in memory, with answers that nobody keeps.
//! 3. Memory is that of child processes, which read the stream.

mod lines;

use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::process::Command;

use generated::scenario::ScenarioKey;
use kernel::Key as _;
use scenario::messages::ENDS;
use scenario::pipeline::{self, ScenarioBuilder, Summary, Unobserved};
use scenario::steps::FundLoadSteps;
use scenario::{adapters, input};
use serde::Deserialize;

use self::lines::Lines;
use crate::args::Request;
use crate::cost;
use crate::rounds::{self, IN_A_REPEAT};
use crate::table::{self, Table, count, megabytes, rate, seconds, times};

/// So many lines in memory.
const LINES: usize = 200_000;

/// Inputs that are streamed. All are longer than the windows are kept; the first may end before the tables of the
/// windows have grown for the last time, so growth is that from the second to the third.
const STREAMED: [usize; 3] = [100_000, 250_000, 1_000_000];

/// What the name of the reference is among those of scenarios.
const REFERENCE: &str = "reference";

/// A line, as far as the reference looks at it.
#[derive(Debug, Deserialize)]
struct Load<'a> {
    id: &'a str,
    customer_id: &'a str,
    #[serde(rename = "load_amount")]
    _load_amount: &'a str,
    #[serde(rename = "time")]
    _time: &'a str,
}

/// Measures throughput, then memory.
///
/// # Errors
/// A scenario cannot be built or run, or a child process does not end with 0.
pub(crate) fn run(request: &Request) -> Result<(), String> {
    println!("The fund-load pipeline; {}\n", table::load());
    throughput(IN_A_REPEAT * request.repeat)?;
    memory(request.repeat)
}

/// Streams so many lines through a scenario or the reference, for whoever watches the process.
///
/// # Errors
/// There is no such scenario, or it cannot be built or run.
pub(crate) fn stream(name: &str, lines: usize) -> Result<(), String> {
    let answered = answer(name, BufReader::new(Lines::new(lines)), io::sink())?;
    println!("{answered} lines answered");
    Ok(())
}

/// The reference, and the scenarios that are measured.
fn works() -> impl Iterator<Item = &'static str> {
    [REFERENCE].into_iter().chain([ScenarioKey::Baseline, ScenarioKey::MondayPrime].map(ScenarioKey::as_str))
}

fn throughput(rounds: usize) -> Result<(), String> {
    let text = text_of(LINES)?;
    let works: Vec<&str> = works().collect();
    // Whatever is wrong shows here; after that nothing can go wrong.
    let answered: Vec<u64> =
        works.iter().map(|name| answer(name, text.as_slice(), io::sink())).collect::<Result<_, _>>()?;
    let pass = |name: &&str, (): &mut ()| drop(answer(name, text.as_slice(), io::sink()));
    let figures = rounds::medians(rounds, &works, &|| (), &pass);
    let bytes = table::float(text.len());
    println!(
        "{} lines in memory, {} MB, answers dropped; CPU time, median of {rounds} rounds\n",
        count(LINES),
        megabytes(bytes)
    );
    let mut table = Table::new(&["Work", "CPU s", "lines/s", "MB/s", "× reference", "answered"]);
    for ((name, figure), answered) in works.iter().zip(&figures).zip(answered) {
        table.row([
            title(name),
            seconds(*figure),
            rate(figure / table::float(LINES)),
            megabytes(bytes / figure),
            times(*figure, figures[0]),
            count(usize::try_from(answered).unwrap_or(usize::MAX)),
        ]);
    }
    table.print();
    Ok(())
}

fn memory(repeat: usize) -> Result<(), String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    println!("Memory of a process that reads a stream; {} lines a day, windows kept for 400 days\n", lines::A_DAY);
    let titles = STREAMED.map(|lines| format!("peak MB, {} lines", count(lines)));
    let mut table = Table::new(&["Work", &titles[0], &titles[1], &titles[2], "growth"]);
    for name in works() {
        let mut peaks = [0.0_f64; STREAMED.len()];
        for _ in 0..repeat {
            for (peak, lines) in peaks.iter_mut().zip(STREAMED) {
                let command = || {
                    let mut command = Command::new(&own);
                    command.args(["load", name, &lines.to_string()]);
                    command
                };
                *peak = peak.max(cost::of(&mut || Ok(()), &command)?.memory);
            }
        }
        let [first, second, third] = peaks;
        table.row([title(name), megabytes(first), megabytes(second), megabytes(third), times(third, second)]);
    }
    table.print();
    Ok(())
}

fn title(name: &str) -> String {
    if name == REFERENCE { "reference: parse, answer all the same".to_owned() } else { format!("`{name}`") }
}

fn text_of(lines: usize) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    Lines::new(lines).read_to_end(&mut text).map_err(|error| format!("cannot make lines: {error}"))?;
    Ok(text)
}

/// Answers all lines, and says how many answers there are.
fn answer(name: &str, lines: impl BufRead, answers: impl Write + 'static) -> Result<u64, String> {
    if name == REFERENCE {
        return accept_all(lines, answers).map_err(|error| format!("cannot answer: {error}"));
    }
    let key = ScenarioKey::parse(name).map_err(|unknown| unknown.to_string())?;
    let ports = adapters::in_memory(answers);
    let built = ScenarioBuilder::new(&FundLoadSteps::new(), &ports, ENDS).from_catalog(key);
    let scenario = built.map_err(|errors| errors.to_string())?;
    let ran: Result<Summary, _> = pipeline::run(scenario, input::lines(lines), &mut Unobserved);
    ran.map(|summary| summary.answered).map_err(|error| error.to_string())
}

fn accept_all(mut lines: impl BufRead, answers: impl Write) -> io::Result<u64> {
    let mut answers = io::BufWriter::with_capacity(64 * 1024, answers);
    let (mut line, mut answered) = (String::new(), 0);
    while lines.read_line(&mut line)? > 0 {
        let load: Load<'_> = serde_json::from_str(&line)?;
        writeln!(answers, r#"{{"id":"{}","customer_id":"{}","accepted":true}}"#, load.id, load.customer_id)?;
        answered += 1;
        line.clear();
    }
    answers.flush()?;
    Ok(answered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    /// A writer that can be looked at afterwards.
    #[derive(Clone, Default)]
    struct Kept(Rc<RefCell<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn answers(name: &str, text: &[u8]) -> Vec<String> {
        let kept = Kept::default();
        let answered = answer(name, text, kept.clone()).expect("the lines are sound");
        let answers: Vec<String> = String::from_utf8_lossy(&kept.0.borrow()).lines().map(str::to_owned).collect();
        assert_eq!(answered, answers.len() as u64);
        answers
    }

    #[test]
    fn all_works_answer_the_same_lines_and_scenarios_decide() {
        let text = text_of(5_000).expect("lines can be made");
        let accepted = |answer: &String| answer.replace("\"accepted\":false", "\"accepted\":true");
        let reference = answers(REFERENCE, &text);
        assert_eq!(reference.len(), 5_000);
        let mut decided = Vec::new();
        for name in works().skip(1) {
            let answers = answers(name, &text);
            assert_eq!(answers.iter().map(accepted).collect::<Vec<_>>(), reference);
            let declined = answers.iter().zip(&reference).filter(|(answer, reference)| answer != reference).count();
            assert!((100..4_500).contains(&declined), "{name} declines {declined} of 5,000");
            decided.push(answers);
        }
        assert_ne!(decided[0], decided[1]);
    }
}
