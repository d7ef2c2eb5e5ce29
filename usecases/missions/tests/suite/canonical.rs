//! Canonical JSON: equal values have equal bytes, whatever their order, and what has none is refused.

use missions::canonical::{self, NotCanonical};
use serde_json::{Value, json};

#[test]
fn the_hash_is_that_of_the_bytes_that_the_standard_says() {
    // The hash is what `sha256sum` says of these bytes.
    let value = json!({ "b": [1.0, 1e21, 0.1, -0.0], "a": "\u{20ac}\u{7}\"", "ö": null });
    let text = "{\"a\":\"€\\u0007\\\"\",\"b\":[1,1e+21,0.1,0],\"ö\":null}";
    assert_eq!(canonical::text(&value).unwrap(), text);
    let hash = canonical::sha256(&json!({})).unwrap();
    assert_eq!(hash, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

#[test]
fn keys_are_sorted_as_the_standard_says_at_every_depth() {
    let value: Value = serde_json::from_str(r#"{"c":{"z":[{"b":1,"a":2}],"y":1},"😀":1,"ﬁ":2}"#).unwrap();
    // By UTF-16 units: the emoji begins with a surrogate, which comes before the ligature.
    assert_eq!(canonical::text(&value).unwrap(), r#"{"c":{"y":1,"z":[{"a":2,"b":1}]},"😀":1,"ﬁ":2}"#);
}

#[test]
fn whole_numbers_that_a_double_does_not_hold_are_refused_with_their_place() {
    assert_eq!(canonical::text(&json!([1_i64 << 53, -(1_i64 << 53)])).unwrap(), "[9007199254740992,-9007199254740992]");
    for number in [json!((1_i64 << 53) + 1), json!(-(1_i64 << 53) - 1), json!(u64::MAX), json!(i64::MIN)] {
        let refused = canonical::sha256(&json!({ "a/b": [0, { "~": number }] })).unwrap_err();
        assert_eq!(refused, NotCanonical { at: "/a~1b/1/~0".to_owned(), number: number.to_string() });
    }
}
