//! Waits until something changes that a run has asked about.
//!
//! A run says itself what it depends on, so what is watched is its questions: no list of folders to keep
//! right, and nothing in `target` or elsewhere wakes it. The state of those files is polled, because that
//! works alike on every system, in containers and on network drives, and needs no crate; a poll rests
//! twenty times as long as it takes, so it costs a twentieth of a core at most.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use compiler::files::{Disk, Files as _, Question};

/// Time between two looks, at least; also how long everything must have been still.
pub(crate) const REST: Duration = Duration::from_millis(100);

/// A look rests this many times as long as it took.
const SHARE: u32 = 20;

/// How files look from outside: nobody writes one without moving its time or size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State(BTreeMap<String, Look>);

/// One path from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Nothing,
    /// What lies in a folder shows elsewhere; its own time moves with files that nobody asked about.
    Folder,
    File {
        bytes: u64,
        changed: Option<SystemTime>,
    },
}

impl State {
    /// How everything that `questions` are about looks now.
    pub(crate) fn of(questions: &BTreeSet<Question>, disk: &Disk) -> Self {
        let mut looks = BTreeMap::new();
        for question in questions {
            match question {
                Question::List(folder) => {
                    for path in disk.list(folder).unwrap_or_default() {
                        looks.entry(path).or_insert_with_key(|path| look(path, disk));
                    }
                }
                Question::Read(path) | Question::WhatIs(path) => {
                    looks.entry(path.clone()).or_insert_with_key(|path| look(path, disk));
                }
            }
        }
        Self(looks)
    }

    /// How many files there are.
    pub(crate) fn files(&self) -> usize {
        self.0.values().filter(|look| matches!(look, Look::File { .. })).count()
    }

    /// The paths that look different, sorted.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let paths: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        paths.into_iter().filter(|path| self.0.get(*path) != other.0.get(*path)).cloned().collect()
    }
}

fn look(path: &str, disk: &Disk) -> Look {
    disk.locate(path).map_or(Look::Nothing, |path| look_at(&path))
}

fn look_at(path: &Path) -> Look {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Look::Folder,
        Ok(metadata) => Look::File { bytes: metadata.len(), changed: metadata.modified().ok() },
        Err(_) => Look::Nothing,
    }
}

/// Waits until `look` gives something else than `before` and then the same twice, and gives that; `None`
/// once `stop` is set.
pub(crate) fn wait<T: PartialEq>(before: &T, stop: &AtomicBool, mut look: impl FnMut() -> T) -> Option<T> {
    let mut last: Option<T> = None;
    while !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let now = look();
        let took = begun.elapsed();
        if now == *before {
            last = None;
        } else if last.as_ref() == Some(&now) {
            return Some(now);
        } else {
            last = Some(now);
        }
        rest((took * SHARE).max(REST), stop);
    }
    None
}

/// Sleeps in short naps, so that `stop` is seen soon.
pub(crate) fn rest(time: Duration, stop: &AtomicBool) {
    let end = Instant::now() + time;
    while !stop.load(Ordering::Relaxed) {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(REST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_for(looks: &[u8]) -> Option<u8> {
        let stop = AtomicBool::new(false);
        let mut looks = looks.iter().copied();
        wait(&0, &stop, || {
            let look = looks.next();
            stop.store(look.is_none(), Ordering::Relaxed);
            look.unwrap_or_default()
        })
    }

    #[test]
    fn waiting_ends_when_a_change_has_settled() {
        assert_eq!(wait_for(&[0, 1, 2, 2]), Some(2));
        assert_eq!(wait_for(&[0, 1, 0, 0]), None, "a change that is taken back is none");
    }
}
