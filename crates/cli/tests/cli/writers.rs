//! Writers in trouble: processes that are killed, and many at the same time.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::project::Project;

/// The journal of a write, by what it says of it.
const BEGUN: &str = "target/rollbook/write.begun";
const DECIDED: &str = "target/rollbook/write.decided";

/// What a process had come to when it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Killed {
    /// It writes nothing yet, or no more.
    Outside,
    /// It was writing temporary files.
    Preparing,
    /// It was putting them in their places.
    Deciding,
    /// It had ended.
    Late,
}

/// How long a command takes, and how long of that it writes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Timing {
    whole: Duration,
    writing: Duration,
}

/// Runs a command to its end, and looks at the clock when its journal comes and goes.
pub(crate) fn time(project: &Project, words: &str) -> Timing {
    let begun = Instant::now();
    let mut child = quiet(project.command(words)).spawn().expect("the binary starts");
    let mut writing: Option<(Instant, Instant)> = None;
    while child.try_wait().expect("it can be waited for").is_none() {
        if is_writing(project) {
            let now = Instant::now();
            writing = Some((writing.map_or(now, |(first, _)| first), now));
        }
    }
    Timing { whole: begun.elapsed(), writing: writing.map_or(Duration::ZERO, |(first, last)| last - first) }
}

/// Runs a command and kills it (SIGKILL). Rounds spread the moment: every other one over the whole run, and
/// the rest over the time from when the journal is seen. A kill that comes too late shortens the time that
/// the next are spread over: how long a run takes depends on what else the machine does.
pub(crate) fn kill(project: &Project, words: &str, timing: &mut Timing, round: usize) -> Killed {
    let mut child = quiet(project.command(words)).spawn().expect("the binary starts");
    let mut has_ended = || child.try_wait().expect("it can be waited for").is_some();
    let time = if round.is_multiple_of(2) {
        &mut timing.whole
    } else {
        while !is_writing(project) && !has_ended() {}
        &mut timing.writing
    };
    pause(spread(*time, round));
    let is_late = has_ended();
    *time = time.mul_f64(if is_late { 0.8 } else { 1.05 });
    if is_late {
        return Killed::Late;
    }
    child.kill().and_then(|()| child.wait()).expect("it can be killed");
    match (project.at(BEGUN).exists(), project.at(DECIDED).exists()) {
        (_, true) => Killed::Deciding,
        (true, false) => Killed::Preparing,
        (false, false) => Killed::Outside,
    }
}

/// How many of some kills came when.
pub(crate) fn tally(kills: &[Killed]) -> String {
    let count = |wanted| kills.iter().filter(|killed| **killed == wanted).count();
    let [outside, preparing, deciding, late] =
        [Killed::Outside, Killed::Preparing, Killed::Deciding, Killed::Late].map(count);
    let all = kills.len();
    format!("{all} kills: {preparing} while preparing, {deciding} while deciding, {outside} outside, {late} too late")
}

/// Asserts that no journal and no temporary file is left anywhere.
#[track_caller]
pub(crate) fn assert_tidy(project: &Project) {
    assert!(!is_writing(project), "a journal is left");
    let files = project.files();
    let left: Vec<&String> = files.iter().map(|(path, _)| path).filter(|path| path.contains(".rollbook-")).collect();
    assert!(left.is_empty(), "temporary files are left: {left:?}");
}

/// Does some work in so many threads at the same time; each is given its number.
pub(crate) fn together(threads: usize, work: impl Fn(usize) + Sync) {
    let work = &work;
    std::thread::scope(|scope| {
        for number in 0..threads {
            scope.spawn(move || work(number));
        }
    });
}

fn is_writing(project: &Project) -> bool {
    project.at(BEGUN).exists() || project.at(DECIDED).exists()
}

fn quiet(mut command: Command) -> Command {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A part of a time, another for each round: multiples of the golden ratio fill any interval evenly, so every
/// run of a test looks at the same moments.
fn spread(time: Duration, round: usize) -> Duration {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let round = u32::try_from(round).expect("there are few rounds");
    time.mul_f64((f64::from(round) * GOLDEN).fract())
}

/// Waits for less than a sleep can.
fn pause(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::thread::yield_now();
    }
}
