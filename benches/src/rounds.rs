//! What work in this process costs: CPU time of the thread, in rounds that give each contestant a turn.
//!
//! Contestants take turns, so all of them see the same machine; the median of the rounds is the figure,
//! which neither a lucky nor a disturbed round moves.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// A turn has taken at least so much time, which is far above what reading the clock costs.
const TURN: Duration = Duration::from_millis(20);

/// So many rounds for each repeat that people ask for.
pub(crate) const IN_A_REPEAT: usize = 5;

/// What one pass of each contestant costs, in CPU seconds: the median of `rounds`.
///
/// A pass is handed what `prepare` makes anew, which is not counted, so that all passes find caches in the same
/// state and may consume what they are given.
pub(crate) fn medians<C, T>(
    rounds: usize,
    contestants: &[C],
    prepare: &dyn Fn() -> T,
    pass: &dyn Fn(&C, &mut T),
) -> Vec<f64> {
    let mut seconds: Vec<Vec<f64>> = vec![Vec::with_capacity(rounds); contestants.len()];
    // The first pass compiles patterns.
    for contestant in contestants {
        pass(contestant, &mut prepare());
    }
    for _ in 0..rounds {
        for (contestant, seconds) in contestants.iter().zip(&mut seconds) {
            seconds.push(turn(prepare, &|prepared| pass(contestant, prepared)));
        }
    }
    seconds.into_iter().map(median).collect()
}

/// The mean of as many passes as make a turn.
fn turn<T>(prepare: &dyn Fn() -> T, pass: &dyn Fn(&mut T)) -> f64 {
    let (mut taken, mut passes) = (Duration::ZERO, 0.0);
    while taken < TURN {
        let mut prepared = prepare();
        let before = cpu_of_thread();
        pass(&mut prepared);
        taken += cpu_of_thread().saturating_sub(before);
        passes += 1.0;
    }
    taken.as_secs_f64() / passes
}

fn cpu_of_thread() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("a thread has not run since before it began")
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn the_median_is_moved_by_no_outlier() {
        assert!((median(vec![3.0, 1000.0, 1.0, 2.0, 0.0]) - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn contestants_take_turns_and_may_consume_what_they_are_given() {
        let turns = RefCell::new(String::new());
        let pass = |name: &char, given: &mut Vec<u64>| {
            if !turns.borrow().ends_with(*name) {
                turns.borrow_mut().push(*name);
            }
            assert_eq!(given.drain(..).map(std::hint::black_box).sum::<u64>(), 499_500);
        };
        let figures = medians(3, &['a', 'b'], &|| (0..1_000).collect(), &pass);
        // One pass to warm up and three rounds.
        assert_eq!(*turns.borrow(), "abababab");
        assert!(figures.iter().all(|seconds| *seconds > 0.0), "{figures:?}");
    }
}
