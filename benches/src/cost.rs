//! What a child process costs: CPU time, wall time and peak memory, from `/proc` and without `unsafe`.
//!
//! The kernel counts the CPU time of children in hundredths of a second, too coarse for a run of 10 ms.
//! So a short command is run until a batch has taken a quarter of a second, and its mean is the figure.
//! Linux only.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What one run of a command costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// User and system time of the process and its children, in seconds.
    pub(crate) cpu: f64,
    /// From start to end, in seconds.
    pub(crate) wall: f64,
    /// The largest process, in bytes.
    pub(crate) memory: f64,
}

impl Cost {
    /// The smallest times of two runs, for nothing makes a run faster than it can be; and the larger
    /// memory, for looking now and then can only miss a peak.
    pub(crate) fn best(self, other: Self) -> Self {
        Self { cpu: self.cpu.min(other.cpu), wall: self.wall.min(other.wall), memory: self.memory.max(other.memory) }
    }
}

/// A batch ends when it has taken so much CPU time, in seconds.
const ENOUGH: f64 = 0.25;

/// Or after so many runs.
const MOST_RUNS: u32 = 150;

/// Runs a command until its mean is known to a few hundredths; `prepare` is not counted.
///
/// # Errors
/// `prepare` fails, or the command does not end with 0.
pub(crate) fn of(
    prepare: &mut dyn FnMut() -> Result<(), String>,
    command: &dyn Fn() -> Command,
) -> Result<Cost, String> {
    ending(&[0], prepare, command)
}

/// The same for a command that may end with one of these codes.
///
/// # Errors
/// `prepare` fails, or the command ends otherwise.
pub(crate) fn ending(
    codes: &[i32],
    prepare: &mut dyn FnMut() -> Result<(), String>,
    command: &dyn Fn() -> Command,
) -> Result<Cost, String> {
    let before = cpu_of_children()?;
    let (mut runs, mut wall, mut memory) = (0, 0.0, 0.0_f64);
    loop {
        prepare()?;
        let (seconds, bytes) = run(codes, &mut command())?;
        runs += 1;
        wall += seconds;
        memory = memory.max(bytes);
        let cpu = cpu_of_children()? - before;
        if cpu >= ENOUGH || runs == MOST_RUNS {
            let runs = f64::from(runs);
            return Ok(Cost { cpu: cpu / runs, wall: wall / runs, memory });
        }
    }
}

/// Runs a command once: wall time and memory.
fn run(codes: &[i32], command: &mut Command) -> Result<(f64, f64), String> {
    let printed = std::env::temp_dir().join(format!("rollbook-bench-{}.txt", std::process::id()));
    let program = command.get_program().to_string_lossy().into_owned();
    let wrong = |error: std::io::Error| format!("cannot run `{program}`: {error}");
    let file = fs::File::create(&printed).map_err(wrong)?;
    command.stdin(Stdio::null()).stdout(file.try_clone().map_err(wrong)?).stderr(file);
    let begun = Instant::now();
    let mut child = command.spawn().map_err(wrong)?;
    let (status, memory) = watched(&mut child);
    let seconds = begun.elapsed().as_secs_f64();
    let text = fs::read_to_string(&printed).unwrap_or_default();
    let _ = fs::remove_file(&printed);
    match status {
        Ok(status) if status.code().is_some_and(|code| codes.contains(&code)) => Ok((seconds, memory)),
        Ok(status) => Err(format!("{command:?} ended with {status} and printed:\n{}", beginning(&text))),
        Err(error) => Err(wrong(error)),
    }
}

fn beginning(text: &str) -> String {
    text.lines().take(40).collect::<Vec<_>>().join("\n")
}

/// Waits for a child, and looks at its memory meanwhile.
fn watched(child: &mut Child) -> (std::io::Result<std::process::ExitStatus>, f64) {
    /// So often, once a run is longer than that; a high-water mark only misses what the last moment adds.
    const LONGEST_PAUSE: Duration = Duration::from_millis(2);
    let pid = child.id();
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let (mut most, mut pause) = (0.0_f64, Duration::from_micros(50));
            while !ended.load(Ordering::Relaxed) {
                most = most.max(memory_of_tree(pid));
                std::thread::sleep(pause);
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            most
        });
        let status = child.wait();
        ended.store(true, Ordering::Relaxed);
        (status, watch.join().unwrap_or_default())
    })
}

/// The high-water mark of the largest of a process and its descendants, in bytes; 0 when it is gone.
fn memory_of_tree(pid: u32) -> f64 {
    let own = fs::read_to_string(format!("/proc/{pid}/status")).ok().and_then(|status| high_water_mark(&status));
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    children.fold(own.unwrap_or_default(), |most, children| {
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).map(memory_of_tree).fold(most, f64::max)
    })
}

fn high_water_mark(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}

/// The CPU time of all children that have been waited for, and of theirs, in seconds.
fn cpu_of_children() -> Result<f64, String> {
    let path = Path::new("/proc/self/stat");
    let stat = fs::read_to_string(path).map_err(|error| crate::disk::failed("read", path, &error))?;
    cpu_of_stat(&stat).ok_or_else(|| format!("cannot make sense of `{}`", path.display()))
}

/// Fields 16 and 17 of proc(5), in hundredths of a second: `USER_HZ` is 100 wherever Rust runs on Linux.
fn cpu_of_stat(stat: &str) -> Option<f64> {
    // The second field is the program's name, in which anything can stand.
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut ticks = after_name.split_whitespace().skip(13).map(str::parse::<f64>);
    let (user, system) = (ticks.next()?.ok()?, ticks.next()?.ok()?);
    Some((user + system) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_children_of_a_process_with_an_odd_name() {
        let stat = "12 (a) b) S 1 12 12 0 -1 4194560 100 200 0 0 7 3 150 25 20 0 1 0 500 1000";
        assert_eq!(cpu_of_stat(stat), Some(1.75));
    }

    #[test]
    fn reads_the_high_water_mark() {
        assert_eq!(high_water_mark("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t     3 kB\n"), Some(3072.0));
        assert_eq!(high_water_mark("Name:\tx\nState:\tZ (zombie)\n"), None);
    }

    #[test]
    fn a_command_that_fails_is_an_error_with_what_it_printed() {
        let failing = || {
            let mut command = Command::new("sh");
            command.args(["-c", "echo why; exit 3"]);
            command
        };
        let error = of(&mut || Ok(()), &failing).expect_err("it ends with 3");
        assert!(error.contains("why"), "{error}");
    }
}
