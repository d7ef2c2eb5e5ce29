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

/// How long a command takes, and how long of that its journal is there, and says that it is decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    whole: Duration,
    writing: Duration,
    deciding: Duration,
}

/// Runs a command to its end, and looks at the clock when its journal comes and goes.
pub(crate) fn time(project: &Project, words: &str) -> Timing {
    let begun = Instant::now();
    let mut child = quiet(project.command(words)).spawn().expect("the binary starts");
    let (mut writing, mut deciding) = (None, None);
    while child.try_wait().expect("it can be waited for").is_none() {
        for (seen, is_there) in [(&mut writing, is_writing(project)), (&mut deciding, is_decided(project))] {
            if is_there {
                let now = Instant::now();
                *seen = Some((seen.map_or(now, |(first, _)| first), now));
            }
        }
        nap();
    }
    let long = |seen: Option<(Instant, Instant)>| seen.map_or(Duration::ZERO, |(first, last)| last - first);
    Timing { whole: begun.elapsed(), writing: long(writing), deciding: long(deciding) }
}

/// Runs a command and kills it (SIGKILL). Rounds spread the moment: over the whole run, over the time from
/// when its journal is seen, and over that from when it is decided. A kill that comes too late shortens the
/// time that the next are spread over: how long a run takes depends on what else the machine does.
pub(crate) fn kill(project: &Project, words: &str, timing: &mut Timing, round: usize) -> Killed {
    let mut child = quiet(project.command(words)).spawn().expect("the binary starts");
    let mut has_ended = || child.try_wait().expect("it can be waited for").is_some();
    let time = match round % 3 {
        0 => &mut timing.whole,
        // A plan of one file is never decided.
        1 if !timing.deciding.is_zero() => {
            while !is_decided(project) && !has_ended() {
                nap();
            }
            &mut timing.deciding
        }
        _ => {
            while !is_writing(project) && !has_ended() {
                nap();
            }
            &mut timing.writing
        }
    };
    std::thread::sleep(spread(*time, round));
    let is_late = has_ended();
    *time = time.mul_f64(if is_late { 0.7 } else { 1.05 });
    if is_late {
        return Killed::Late;
    }
    child.kill().and_then(|()| child.wait()).expect("it can be killed");
    match (is_writing(project), is_decided(project)) {
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

/// Short against a write, and enough for others to work.
fn nap() {
    std::thread::sleep(Duration::from_micros(20));
}

fn is_writing(project: &Project) -> bool {
    project.at(BEGUN).exists() || is_decided(project)
}

fn is_decided(project: &Project) -> bool {
    project.at(DECIDED).exists()
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
