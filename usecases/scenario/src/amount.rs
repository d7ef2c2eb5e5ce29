//! Amounts of money: whole cents, so that every sum and product is exact.

use std::fmt;

use serde::{Serialize, Serializer};

/// An amount in cents. Zero or more.
///
/// ```
/// use scenario::Amount;
///
/// let amount = Amount::from_decimal("123.4").expect("one or two digits after the point");
/// assert_eq!(amount.to_string(), "123.40");
/// assert_eq!(Amount::from_decimal("0.001"), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The amount of so many cents.
    #[must_use]
    pub const fn from_cents(cents: u64) -> Self {
        Self(cents)
    }

    /// Reads one to twelve ASCII digits, then optionally a point and one or two digits. `None` for anything else.
    #[must_use]
    pub fn from_decimal(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
        let cents = match fraction {
            None => 0,
            Some(tenths) if tenths.len() == 1 => number(tenths)? * 10,
            Some(hundredths) if hundredths.len() == 2 => number(hundredths)?,
            Some(_) => return None,
        };
        // Twelve digits and two are below 10^14: thousands of such amounts fit into a sum.
        let whole = if whole.len() <= 12 { number(whole)? } else { return None };
        Some(Self(whole * 100 + cents))
    }

    /// The sum, unless it is more than any amount can be.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The amount so many times, or the most that any amount can be, which is over every limit.
    #[must_use]
    pub fn saturating_mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

/// The number that a few ASCII digits spell.
fn number(digits: &str) -> Option<u64> {
    let spelled = digits.bytes().all(|byte| byte.is_ascii_digit());
    spelled.then(|| digits.parse().ok()).flatten()
}

/// Two digits after the point, no sign, no grouping.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// As a string: a JSON number would be a float to most readers.
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digits_and_at_most_two_after_the_point() {
        let read = |text| Amount::from_decimal(text).map(|amount| amount.to_string());
        for (text, amount) in [
            ("0", "0.00"),
            ("5", "5.00"),
            ("007.5", "7.50"),
            ("3318.47", "3318.47"),
            ("999999999999.99", "999999999999.99"),
        ] {
            assert_eq!(read(text).as_deref(), Some(amount), "{text}");
        }
        for text in ["", ".", ".5", "5.", "5.001", "5.-1", "+5", "-5", "1,000", "1 0", "1000000000000", "1.5.5", "٣"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn sums_and_products_never_wrap() {
        let (most, cent) = (Amount::from_cents(u64::MAX), Amount::from_cents(1));
        assert_eq!((most.checked_add(cent), most.saturating_mul(2)), (None, most));
        assert_eq!(cent.checked_add(cent), Some(cent.saturating_mul(2)));
    }
}
