//! Equal input gives equal hashes, in processes that have nothing in common but the program.

use std::collections::HashMap;
use std::process::Command;

use missions::run_mission;
use serde_json::{Map, Value, json};

use crate::harness::context;

const RUNS: usize = 1_000;

/// Says to a process that it is to print its hashes, and with how many threads it makes them.
const THREADS: &str = "MISSIONS_THREADS";

/// Numbers that look like chance and are the same everywhere (xorshift).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn text(&mut self) -> String {
        const LETTERS: [char; 10] = ['a', 'I', 'i', 'ı', 'ß', 'é', '😀', 'ﬁ', '"', '\u{1}'];
        let length = self.below(6) + 1;
        (0..length).map(|_| LETTERS[usize::try_from(self.below(10)).unwrap()]).collect()
    }

    fn value(&mut self, depth: u64) -> Value {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(i64::try_from(self.below(1 << 53)).unwrap() - (1 << 52)),
            3 => json!(f64::from(u32::try_from(self.below(1 << 32)).unwrap()) / 3.0 * 1e-9),
            4 => json!(self.text()),
            5 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => self.object(depth - 1),
        }
    }

    fn object(&mut self, depth: u64) -> Value {
        let members = (0..self.below(5)).map(|_| (self.text(), self.value(depth))).collect();
        shuffled(members)
    }

    /// A mission with params that it accepts.
    fn mission(&mut self) -> (&'static str, Value) {
        let mut params = HashMap::new();
        let name = ["daily_loop", "run_tests", "echo"][usize::try_from(self.below(3)).unwrap()];
        let word = match name {
            "daily_loop" => "mode",
            "run_tests" => "target",
            _ => "payload_key",
        };
        if self.below(3) > 0 {
            params.insert(word.to_owned(), json!(self.text()));
        }
        if name != "echo" {
            params.insert("requested_steps".to_owned(), json!(self.below(9) + 1));
            params.insert("requested_human_steps".to_owned(), json!(self.below(5)));
        }
        (name, shuffled(params))
    }
}

/// An object whose members stand in the order of a `HashMap`, which is another in each process.
fn shuffled(members: HashMap<String, Value>) -> Value {
    #[expect(clippy::iter_over_hash_type, reason = "the order is meant to be chance")]
    let shuffle = |members| {
        let mut object = Map::new();
        for (name, value) in members {
            object.insert(name, value);
        }
        Value::Object(object)
    };
    shuffle(members)
}

fn hash(index: usize) -> String {
    let mut draw = Draw(0x9e37_79b9_7f4a_7c15 ^ (index as u64 + 1).wrapping_mul(0xff51_afd7_ed55_8ccd));
    let (name, params) = draw.mission();
    let state = draw.object(4);
    run_mission(name, &context(&state), &params).unwrap().sha256().unwrap()
}

/// The hashes of all runs, made by so many threads.
fn hashes(threads: usize) -> Vec<String> {
    let mut all = vec![String::new(); RUNS];
    std::thread::scope(|scope| {
        for (part, hashes) in all.chunks_mut(RUNS.div_ceil(threads)).enumerate() {
            scope.spawn(move || {
                for (index, place) in hashes.iter_mut().enumerate() {
                    *place = hash(part * RUNS.div_ceil(threads) + index);
                }
            });
        }
    });
    all
}

/// The hashes that another process makes.
fn in_a_process(threads: usize, locale: &str, zone: &str) -> Vec<String> {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "determinism::a_process_makes_its_hashes", "--nocapture", "--test-threads", "1"])
        .env_clear()
        .envs([(THREADS, threads.to_string().as_str()), ("LC_ALL", locale), ("LANG", locale), ("TZ", zone)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.lines().filter_map(|line| line.strip_prefix("hash ")).map(str::to_owned).collect()
}

/// Prints, where another process asks it to; else holds that the number of threads makes no difference.
#[test]
#[expect(clippy::print_stdout, reason = "another process reads it")]
fn a_process_makes_its_hashes() {
    match std::env::var(THREADS) {
        Ok(threads) => hashes(threads.parse().unwrap()).iter().for_each(|hash| println!("\nhash {hash}")),
        Err(_) => assert_eq!(hashes(1)[..20], hashes(3)[..20]),
    }
}

#[test]
fn two_processes_of_different_surroundings_make_equal_hashes() {
    let one = in_a_process(1, "C", "UTC");
    let other = in_a_process(8, "tr_TR.UTF-8", "Asia/Kathmandu");
    assert_eq!(one.len(), RUNS);
    let differ = one.iter().zip(&other).filter(|(one, other)| one != other).count();
    assert_eq!((differ, other.len()), (0, RUNS));
    let different: std::collections::BTreeSet<&String> = one.iter().collect();
    assert!(different.len() > RUNS * 9 / 10, "only {} runs differ from each other", different.len());
}
