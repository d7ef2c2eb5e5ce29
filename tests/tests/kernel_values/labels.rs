//! Host names whose labels stand for Unicode: every character of the first plane, alone and after others.

use jsonschema::Validator;
use kernel::config::Format;
use serde_json::json;

use crate::{Random, Tally, cases, sound};

#[test]
fn labels_take_what_theirs_take() {
    let mut tally = Tally::default();
    let mut random = Random(7);
    let validator = sound(&json!({ "format": "hostname" }));
    let beyond = (0..cases(3000)).filter_map(|_| char::from_u32(u32::try_from(random.below(0x11_0000)).ok()?));
    let viramas = '\u{10000}'..='\u{12000}';
    for c in ('\u{80}'..='\u{FFFF}').chain(viramas).chain(beyond) {
        compare(&mut tally, &validator, &[c]);
        compare(&mut tally, &validator, &[c, '中']);
        compare(&mut tally, &validator, &['क', c, '\u{200D}']);
    }
    let contexts: Vec<char> = CONTEXTS.chars().collect();
    for _ in 0..cases(20_000) {
        let label: Vec<char> = (0..=random.below(5)).map(|_| random.pick(&contexts)).collect();
        compare(&mut tally, &validator, &label);
    }
    tally.finish("labels");
}

#[test]
fn labels_that_encode_nothing_are_theirs() {
    let mut tally = Tally::default();
    let mut random = Random(8);
    let validator = sound(&json!({ "format": "hostname" }));
    let alphabet: Vec<char> = "abcxyz019--AZ".chars().collect();
    for _ in 0..cases(20_000) {
        let encoded: String = (0..=random.below(9)).map(|_| random.pick(&alphabet)).collect();
        let name = format!("xn--{encoded}");
        tally.add(Format::Hostname.holds(&name), validator.is_valid(&json!(name)), || name.clone());
    }
    tally.finish("noise for labels");
}

/// Characters with rules about their neighbours, and such neighbours.
const CONTEXTS: &str = "\
    al1-\u{B7}\u{375}α\u{5F3}\u{5F4}א\u{200C}\u{200D}\u{94D}क\u{30FB}は\
    カ中\u{9FFF}\u{3040}\u{30FF}\u{660}\u{669}\u{6F0}\u{6F9}\u{6FD}\u{F0B}\u{3007}\u{640}\u{3031}\u{300}\u{903}\
    \u{20DD}Éǅ😀\u{10FFFF}𝟎";

fn compare(tally: &mut Tally, validator: &Validator, label: &[char]) {
    let name = format!("xn--{}", encoded(label));
    tally.add(Format::Hostname.holds(&name), validator.is_valid(&json!(name)), || format!("{name} of {label:?}"));
}

/// Punycode, RFC 3492, section 6.3: the way back from what is tested, so it is written out here.
fn encoded(label: &[char]) -> String {
    let mut text: String = label.iter().filter(|c| c.is_ascii()).collect();
    let (plain, count) = (length(text.len()), length(label.len()));
    if plain > 0 {
        text.push('-');
    }
    let (mut next, mut delta, mut bias, mut done) = (128, 0, 72, plain);
    while done < count {
        let least = label.iter().map(|c| u32::from(*c)).filter(|c| *c >= next).min().unwrap_or(next);
        delta += (least - next) * (done + 1);
        next = least;
        for c in label.iter().map(|c| u32::from(*c)) {
            delta += u32::from(c < next);
            if c == next {
                push(&mut text, delta, bias);
                bias = adapted(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        next += 1;
    }
    text
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A number in digits to the base of 36.
fn push(text: &mut String, mut number: u32, bias: u32) {
    let digit = |value: u32| char::from_digit((value + 10) % 36, 36).unwrap_or_default();
    let mut position = 36_u32;
    loop {
        let threshold = position.saturating_sub(bias).clamp(1, 26);
        if number < threshold {
            text.push(digit(number));
            return;
        }
        text.push(digit(threshold + (number - threshold) % (36 - threshold)));
        number = (number - threshold) / (36 - threshold);
        position += 36;
    }
}

fn adapted(delta: u32, places: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / places;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}
