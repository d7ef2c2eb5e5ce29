//! Input lines of the fund-load pipeline, made as they are read: the same bytes each time, none held.

use std::fmt::Write as _;
use std::io::{self, Read};

use scenario::Instant;

use crate::words::Random;

/// So many lines have a time of the same day.
pub(super) const A_DAY: usize = 100;

/// So many customers, who load about twice a day.
const CUSTOMERS: usize = 50;

/// The first day, in days since 1970-01-01: 2000-01-01.
const FIRST_DAY: usize = 10_957;

/// A stream of so many lines.
#[derive(Debug)]
pub(super) struct Lines {
    random: Random,
    next: usize,
    end: usize,
    /// The line that is being read, and how much of it has been.
    line: String,
    read: usize,
}

impl Lines {
    pub(super) fn new(count: usize) -> Self {
        Self { random: Random::new(1), next: 0, end: count, line: String::new(), read: 0 }
    }

    /// Puts the next line into `line`; leaves it empty after the last.
    fn advance(&mut self) {
        self.line.clear();
        self.read = 0;
        if self.next == self.end {
            return;
        }
        let (day, second) = (self.next / A_DAY, self.next % A_DAY * (86_400 / A_DAY));
        let day = std::time::Duration::from_secs(86_400 * (FIRST_DAY + day) as u64);
        let date = (Instant::UNIX_EPOCH + day).date();
        // Now and then an id comes again, with something else to say.
        let id =
            if self.random.once_in(50) { self.next - self.random.below(self.next.min(500) + 1) } else { self.next };
        let prefix = self.random.pick(&["$", "$", "$", "USD$", " $"]);
        let _ = writeln!(
            self.line,
            "{{\"id\":\"{}\",\"customer_id\":\"{}\",\"load_amount\":\"{prefix}{}.{:02}\",\
             \"time\":\"{date}T{:02}:{:02}:{:02}Z\"}}",
            10_000 + id,
            100 + self.random.below(CUSTOMERS),
            1 + self.random.below(4_000),
            self.random.below(100),
            second / 3_600,
            second / 60 % 60,
            second % 60,
        );
        self.next += 1;
    }
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.read == self.line.len() {
            self.advance();
        }
        let copied = (&self.line.as_bytes()[self.read..]).read(into)?;
        self.read += copied;
        Ok(copied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_lines_come_in_pieces_of_any_size() {
        let mut whole = String::new();
        Lines::new(1_000).read_to_string(&mut whole).expect("lines are text");
        assert_eq!(whole.lines().count(), 1_000);
        assert!(whole.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        assert!(whole.starts_with("{\"id\":\"10000\",") && whole.contains("\"time\":\"2000-01-10T00:00:00Z\""));
        let mut pieces = Vec::new();
        let mut lines = Lines::new(1_000);
        let mut piece = [0; 7];
        while let Ok(read @ 1..) = lines.read(&mut piece) {
            pieces.extend_from_slice(&piece[..read]);
        }
        assert_eq!(pieces, whole.as_bytes());
    }
}
