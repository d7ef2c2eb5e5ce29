//! Says exactly whether a number below 2^64 is prime.

use std::io;

use crate::ports::PrimeChecker;

/// The Miller–Rabin test with bases that make it exact for every `u64`.
#[derive(Clone, Copy, Debug, Default)]
pub struct MillerRabin;

/// The twelve smallest primes. As bases they leave no composite below 3.18 · 10^23 undetected:
/// J. Sorenson and J. Webster, "Strong pseudoprimes to twelve prime bases", Math. Comp. 86 (2017).
const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

impl PrimeChecker for MillerRabin {
    fn is_prime(&self, number: u64) -> io::Result<bool> {
        Ok(is_prime(number))
    }
}

fn is_prime(number: u64) -> bool {
    if number < 2 {
        return false;
    }
    if let Some(divisor) = BASES.iter().find(|base| number.is_multiple_of(**base)) {
        return number == *divisor;
    }
    // The number is odd and no multiple of a base, as the test demands.
    BASES.iter().all(|base| is_probable_prime(number, *base))
}

/// Whether an odd number passes the test for a base that it is no divisor of.
fn is_probable_prime(number: u64, base: u64) -> bool {
    let twos = (number - 1).trailing_zeros();
    let mut power = power(base, (number - 1) >> twos, number);
    if power == 1 {
        return true;
    }
    for _ in 0..twos {
        if power == number - 1 {
            return true;
        }
        power = product(power, power, number);
    }
    false
}

fn power(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let (mut result, mut square) = (1, base % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = product(result, square, modulus);
        }
        square = product(square, square, modulus);
        exponent >>= 1;
    }
    result
}

fn product(a: u64, b: u64, modulus: u64) -> u64 {
    let rest = u128::from(a) * u128::from(b) % u128::from(modulus);
    u64::try_from(rest).expect("a rest is less than its 64-bit modulus")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_a_sieve_below_a_hundred_thousand() {
        const END: usize = 100_000;
        let mut composite = vec![false; END];
        for number in 2..END {
            if !composite[number] {
                (number * number..END).step_by(number).for_each(|multiple| composite[multiple] = true);
            }
            assert_eq!(is_prime(number as u64), !composite[number], "{number}");
        }
        assert!(!is_prime(0) && !is_prime(1));
    }

    #[test]
    fn is_exact_where_fewer_bases_err() {
        // The least composites that pass for the first 1, 2, … 9 of the bases (OEIS A014233).
        for composite in [
            2_047,
            1_373_653,
            25_326_001,
            3_215_031_751,
            2_152_302_898_747,
            3_474_749_660_383,
            341_550_071_728_321,
            3_825_123_056_546_413_051,
        ] {
            assert!(!is_prime(composite), "{composite}");
        }
        // The largest primes below 2^64 and below 2^32, and the square of the latter.
        assert!(is_prime(18_446_744_073_709_551_557) && is_prime(4_294_967_291));
        assert!(!is_prime(u64::MAX) && !is_prime(4_294_967_291 * 4_294_967_291));
    }
}
