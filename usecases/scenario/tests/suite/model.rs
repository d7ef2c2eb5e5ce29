//! The pipeline against a plain model: lists that are searched from end to end, over random streams.

use std::fmt::Write as _;

use time::format_description::well_known::Rfc3339;
use time::{UtcDateTime, UtcOffset};

use crate::harness::verdicts;

const STREAMS: u64 = 500;
const LINES: usize = 60;

#[test]
fn agrees_with_a_plain_model() {
    let mut seen = std::collections::BTreeMap::new();
    for seed in 0..STREAMS {
        let mut random = Random(seed);
        let rules = Rules::random(&mut random);
        let attempts = stream(&mut random);
        let texts: Vec<_> = attempts.iter().map(|attempt| attempt.texts(&mut random)).collect();
        let loads: Vec<_> = texts
            .iter()
            .map(|[id, customer, amount, time]| (id.as_str(), customer.as_str(), amount.as_str(), time.as_str()))
            .collect();
        let configs = rules.configs();
        let configs: Vec<_> = configs.iter().map(|(step, config)| (*step, config.as_str())).collect();
        let expected = rules.decide(&attempts);
        assert_eq!(verdicts(&configs, &loads), expected, "seed {seed}: {configs:?} {loads:#?}");
        for verdict in expected {
            *seen.entry(verdict).or_insert(0) += 1;
        }
    }
    // The streams reach every verdict often enough to mean something.
    assert!(seen.len() == 7 && seen.values().all(|count| *count > 400), "{seen:?}");
}

/// `SplitMix64`: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(i64::try_from(from.len()).unwrap())).unwrap()]
    }
}

#[derive(Clone, Debug)]
struct Attempt {
    id: i64,
    customer: i64,
    cents: i64,
    /// Seconds since 1970.
    at: i64,
}

impl Attempt {
    fn day(&self) -> i64 {
        self.at.div_euclid(86_400)
    }

    /// The members of the line, written in one of several ways.
    fn texts(&self, random: &mut Random) -> [String; 4] {
        let prefix = random.pick(&["$", "USD$", " $ ", "USD $"]);
        let amount = match self.cents % 100 {
            0 => format!("{prefix}{}", self.cents / 100),
            cents if cents % 10 == 0 => format!("{prefix}{}.{} ", self.cents / 100, cents / 10),
            cents => format!("{prefix}{}.{cents:02}", self.cents / 100),
        };
        let offset = UtcOffset::from_whole_seconds(random.pick(&[0, 0, 3600, -5400, 86_340])).unwrap();
        let time = UtcDateTime::from_unix_timestamp(self.at).unwrap().to_offset(offset).format(&Rfc3339).unwrap();
        [self.id.to_string(), format!("c{}", self.customer), amount, time]
    }
}

/// Few ids, few customers, amounts near the limits, days that mostly go on and sometimes back.
fn stream(random: &mut Random) -> Vec<Attempt> {
    // 2000-01-01, a Saturday.
    let mut day = 10_957;
    let mut attempts: Vec<Attempt> = Vec::new();
    for _ in 0..LINES {
        day += random.pick(&[0, 0, 0, 0, 0, 1, 1, 2, 5, -1, -6]);
        let copies = random.below(6) == 0 && !attempts.is_empty();
        attempts.push(if copies {
            random.pick(&attempts.iter().collect::<Vec<_>>()).clone()
        } else {
            let cents = random.pick(&[0, 1, 99, 10_000, 20_050, 39_999, 40_000, 40_001, 50_000]) + random.below(3);
            let at = day * 86_400 + random.pick(&[0, 1, 43_200, 86_399]);
            Attempt { id: 1 + random.below(40), customer: random.below(3), cents, at }
        });
    }
    attempts
}

#[derive(Debug)]
struct Rules {
    last_wins: bool,
    remember: i64,
    keep: i64,
    sundays: bool,
    /// What an amount of a Monday is multiplied with.
    factor: Option<i64>,
    attempts: usize,
    daily: i64,
    weekly: i64,
    /// How many prime loads a day, and the most that one may have.
    gate: Option<(usize, i64)>,
}

/// What a line left behind.
struct Left {
    attempt: Attempt,
    accepted: bool,
    effective: i64,
    /// The last day of each window that it counts in, until that is dropped.
    day: Option<i64>,
    week: Option<i64>,
}

impl Rules {
    fn random(random: &mut Random) -> Self {
        Self {
            last_wins: random.below(2) == 0,
            remember: random.pick(&[1, 3, 400]),
            keep: random.pick(&[1, 3, 8, 400]),
            sundays: random.below(2) == 0,
            factor: random.pick(&[None, Some(1), Some(2), Some(10)]),
            attempts: random.pick(&[2, 3, 10]),
            daily: random.pick(&[40_000, 60_000, 100_000]),
            weekly: random.pick(&[80_000, 120_000]),
            gate: random.pick(&[None, Some((0, 100_000)), Some((1, 40_000)), Some((2, 20_050))]),
        }
    }

    fn configs(&self) -> [(&'static str, String); 5] {
        let amount = |cents: i64| format!("'{}.{:02}'", cents / 100, cents % 100);
        let mut policies = format!(
            "{{ max_attempts_per_day: {}, daily_amount_limit: {}, weekly_amount_limit: {}",
            self.attempts,
            amount(self.daily),
            amount(self.weekly)
        );
        if let Some((most, limit)) = self.gate {
            let limit = amount(limit);
            write!(policies, ", prime_gate: {{ enabled: true, max_accepted_per_day: {most}, amount_limit: {limit} }}")
                .unwrap();
        }
        policies.push_str(" }");
        let strategy = if self.last_wins { "last_wins" } else { "first_wins" };
        let week_mode = if self.sundays { "sunday_utc" } else { "calendar_utc" };
        let multiplier = self.factor.map_or_else(
            || "{ enabled: false, factor: 7 }".to_owned(),
            |factor| format!("{{ enabled: true, factor: {factor} }}"),
        );
        [
            ("gate.idempotency", format!("{{ strategy: {strategy}, remember_days: {} }}", self.remember)),
            ("time.compute_keys", format!("{{ week_mode: {week_mode} }}")),
            ("features.compute", format!("{{ monday_multiplier: {multiplier} }}")),
            ("policies.evaluate", policies),
            ("windows.update", format!("{{ keep_days: {} }}", self.keep)),
        ]
    }

    fn decide(&self, attempts: &[Attempt]) -> Vec<&'static str> {
        let (mut canonical, mut left): (Vec<Attempt>, Vec<Left>) = (Vec::new(), Vec::new());
        let (mut latest_seen, mut latest_counted) = (i64::MIN, i64::MIN);
        let mut verdicts = Vec::new();
        for attempt in attempts {
            latest_seen = latest_seen.max(attempt.day());
            canonical.retain(|before| latest_seen - before.day() <= self.remember);
            if let Some(class) = self.class(attempt, &canonical) {
                verdicts.push(class);
                continue;
            }
            canonical.retain(|before| before.id != attempt.id);
            canonical.push(attempt.clone());

            let verdict = self.verdict(attempt, &left);
            verdicts.push(verdict);
            latest_counted = latest_counted.max(attempt.day());
            left.push(Left {
                attempt: attempt.clone(),
                accepted: verdict == "accepted",
                effective: self.effective(attempt),
                day: Some(attempt.day()),
                week: Some(self.week(attempt) + 6),
            });
            for left in &mut left {
                left.day = left.day.filter(|last| latest_counted - last <= self.keep);
                left.week = left.week.filter(|last| latest_counted - last <= self.keep);
            }
        }
        verdicts
    }

    /// Why an attempt does not count, if it does not.
    fn class(&self, attempt: &Attempt, canonical: &[Attempt]) -> Option<&'static str> {
        let before = canonical.iter().find(|before| before.id == attempt.id)?;
        let same = (before.customer, before.cents, before.at) == (attempt.customer, attempt.cents, attempt.at);
        if same { Some("replay") } else { (!self.last_wins).then_some("conflict") }
    }

    fn verdict(&self, attempt: &Attempt, left: &[Left]) -> &'static str {
        let same_day = |left: &&Left| left.day == Some(attempt.day());
        let of_customer = |left: &&Left| left.attempt.customer == attempt.customer;
        let effective = self.effective(attempt);
        let same_week = |left: &&Left| left.week == Some(self.week(attempt) + 6);
        let accepted = |left: &&Left| left.accepted;
        let sum = |left: i64, more: &Left| left + more.effective;
        let daily = left.iter().filter(same_day).filter(of_customer).filter(accepted).fold(0, sum);
        let weekly = left.iter().filter(same_week).filter(of_customer).filter(accepted).fold(0, sum);
        let primes = left.iter().filter(same_day).filter(|left| left.accepted && is_prime(left.attempt.id)).count();
        if left.iter().filter(same_day).filter(of_customer).count() + 1 > self.attempts {
            "attempts"
        } else if let Some((most, limit)) = self.gate
            && is_prime(attempt.id)
            && (primes >= most || effective > limit)
        {
            "prime_gate"
        } else if daily + effective > self.daily {
            "daily_amount"
        } else if weekly + effective > self.weekly {
            "weekly_amount"
        } else {
            "accepted"
        }
    }

    fn effective(&self, attempt: &Attempt) -> i64 {
        // 1970-01-01 was a Thursday.
        let is_monday = (attempt.day() - 4).rem_euclid(7) == 0;
        attempt.cents * self.factor.filter(|_| is_monday).unwrap_or(1)
    }

    /// The first day of the week.
    fn week(&self, attempt: &Attempt) -> i64 {
        let first = if self.sundays { 3 } else { 4 };
        attempt.day() - (attempt.day() - first).rem_euclid(7)
    }
}

fn is_prime(number: i64) -> bool {
    number > 1 && (2..number).all(|divisor| number % divisor != 0)
}
