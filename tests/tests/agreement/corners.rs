//! Schemas at the corners of the profile, where one keyword says less or more than its neighbour.

use serde_json::{Value, json};

use crate::subjects::{Project, Subject};
use crate::texts;

/// Each line is a config, or the properties of one, perhaps with its definitions after `--`.
const CORNERS: &str = r"
a: { type: string, enum: [x, null] }
a: { type: [string, 'null'], enum: [x] }
a: { type: string, oneOf: [{ const: x }, { type: 'null' }] }
a: { enum: [null] }
a: { enum: [] }
a: { oneOf: [{ enum: [x, null] }, { type: integer }] }
a: { oneOf: [{ type: integer, minimum: 3 }] }
a: { oneOf: [{ oneOf: [{ const: x }, { type: 'null' }] }, { type: integer }] }
a: { type: integer, minimum: 5, maximum: 4 }
a: { type: integer, maximum: 9223372036854775808 }, b: { type: integer, minimum: 0, maximum: 18446744073709551616.0 }
a: { type: integer, minimum: -9223372036854775809.0, maximum: 9223372036854775807.0 }
a: { type: integer, exclusiveMinimum: -1 }, b: { type: integer, exclusiveMinimum: -0.5 }, c: { type: integer, exclusiveMinimum: -1.5 }
a: { type: integer, minimum: -0.5 }, b: { type: integer, minimum: -0.0 }
a: { type: integer, format: uint8, minimum: -5, maximum: 300 }, b: { type: integer, format: int8, minimum: 0 }
a: { type: integer, exclusiveMaximum: 9223372036854775808 }, b: { type: integer, exclusiveMinimum: -9223372036854775809.0 }
a: { type: integer, exclusiveMaximum: 1e30, exclusiveMinimum: -1e30 }
a: { type: integer, multipleOf: 0.3 }, b: { type: number, multipleOf: 1e-9 }, c: { type: number, multipleOf: 1e300 }
a: { type: integer, multipleOf: 9223372036854775808 }, b: { type: integer, format: uint64, multipleOf: 9007199254740993 }
a: { type: number, minimum: 9007199254740993 }, b: { type: number, maximum: 18446744073709551615 }
a: { type: number, minimum: 0.1, maximum: 0.1 }, b: { type: number, exclusiveMinimum: 0, exclusiveMaximum: 5e-324 }
a: { type: number, minimum: 9007199254740992.0 }, b: { type: number, maximum: -9223372036854775808 }
a: { type: number, default: -0.0 }, b: { type: integer, default: -0.0 }, c: { default: -0.0 }, d: { default: 18446744073709551615 }
a: { type: number, default: 5 }, b: { type: integer, default: 5.0 }, c: { type: number, default: 1e23 }, d: { default: 1.0 }
a: { type: array, items: { type: number }, uniqueItems: true }, b: { type: array, uniqueItems: true }
a: { type: array, items: { type: object, additionalProperties: { type: number } }, uniqueItems: true }
a: { type: array, items: { type: array, items: { type: integer } }, uniqueItems: true, maxItems: 40 }
a: { type: array, items: { oneOf: [{ type: boolean }, { type: number }, { type: string }] }, uniqueItems: true }
a: { type: array, maxItems: 0 }, b: { type: object, maxProperties: 0 }, c: { type: string, maxLength: 0 }
a: { type: object, properties: {}, maxProperties: 0 }, b: { type: object, properties: { c: true }, minProperties: 2 }
a: { type: array, items: { type: [string, 'null'], x-ref: { to: sample.colour, missing: warning } } }
a: { type: object, additionalProperties: { type: string, x-ref: sample.colour } }, b: { type: array, items: { type: string, x-ref: sample.shade }, uniqueItems: true }
a: { oneOf: [{ type: string, x-ref: sample.colour }, { type: integer }] }, b: { oneOf: [{ type: string, x-ref: { to: sample.shade, missing: warning } }, { type: array }] }
a: { type: string, x-ref: sample.colour, default: red }, b: { type: string, x-ref: { to: sample.shade, missing: warning }, default: nowhere }
a: { type: [string] }, b: { type: ['null', integer] }
a: { type: ['null', integer], default: null }, b: { oneOf: [{ type: string }, { type: 'null' }], default: null }, c: { default: null }
a: { $ref: '#/$defs/Own' } -- Own: { type: [object, 'null'], properties: { next: { $ref: '#/$defs/Own' } } }
a: { $ref: '#/$defs/Own' } -- Own: { oneOf: [{ type: object, properties: { next: { $ref: '#/$defs/Own' } } }, { type: 'null' }] }
a: { $ref: '#/$defs/Own' } -- Own: { $ref: '#/$defs/Other' }, Other: { type: [object, 'null'], properties: { next: { $ref: '#/$defs/Own' }, again: { $ref: '#/$defs/Other' } } }
a: { $ref: '#/$defs/Own' } -- Own: { type: object, properties: { next: { $ref: '#/$defs/Own' }, end: { type: boolean } }, minProperties: 1 }
a: { $ref: '#/$defs/Own' } -- Own: { $ref: '#/$defs/Other' }, Other: { type: object, properties: { next: { $ref: '#/$defs/Own' }, flag: true }, maxProperties: 1 }
a: { $ref: '#/$defs/Own' } -- Own: { oneOf: [{ type: array, items: { $ref: '#/$defs/Own' }, maxItems: 1 }, { type: 'null' }, { type: object, additionalProperties: { $ref: '#/$defs/Own' } }] }
a: { $ref: '#/$defs/Own' } -- Own: { oneOf: [{ type: object, required: [k], properties: { k: { const: x }, next: { $ref: '#/$defs/Own' } } }, { type: 'null' }, { type: object, required: [k], properties: { k: { const: y } } }] }
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: 'null' }] }, b: { oneOf: [{ $ref: '#/$defs/Own' }, { type: string }] } -- Own: { type: integer, minimum: 3 }
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: integer }] } -- Own: { enum: [x, null] }
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: integer }] } -- Own: { oneOf: [{ const: x }, { type: 'null' }] }
a: { oneOf: [{ oneOf: [{ type: string }, { type: boolean }] }, { type: 'null' }] }
a: { oneOf: [{ type: [object, 'null'], properties: { b: true } }] }
a: { $ref: '#/$defs/Own', default: 7 }, b: { $ref: '#/$defs/Own' } -- Own: { type: integer, multipleOf: 7, default: 14 }
a: { type: array, items: { $ref: '#/$defs/Own' } }, b: { type: object, additionalProperties: { $ref: '#/$defs/Own' } } -- Own: { type: [string, 'null'], minLength: 1, default: x }
a: { $ref: '#/$defs/Own' }, b: { type: array, items: { $ref: '#/$defs/Own' } } -- Own: { type: array, items: { type: integer }, uniqueItems: true, minItems: 1 }
a: { $ref: '#/$defs/Own' }, b: { $ref: '#/$defs/Own' } -- Own: { type: object, additionalProperties: { type: integer }, maxProperties: 1 }
a: { type: object, properties: { b: { type: object, properties: { c: { type: integer, default: 1 } }, default: {} } }, default: {} }
a: { type: object, properties: { b: { type: integer, default: 1 } }, maxProperties: 0, default: {} }
a: { oneOf: [{ type: object, required: [k], properties: { k: { const: x }, b: { type: integer, default: 2 } } }, { type: object, required: [k], properties: { k: { const: y }, b: { type: string } } }], default: { k: x } }
a: { type: string, format: date, minLength: 4, pattern: '^2' }
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: integer }] } -- Own: { $ref: '#/$defs/Other' }, Other: { type: string, minLength: 2 }
a: { $ref: '#/$defs/Own' } -- Other: { $ref: '#/$defs/Own' }, Own: { type: object, properties: { list: { type: array, items: { $ref: '#/$defs/Other' } }, next: { $ref: '#/$defs/Other' } } }
a: { $ref: '#/$defs/Own' } -- Other: { type: object, properties: { back: { $ref: '#/$defs/Own' } } }, Own: { type: object, properties: { list: { type: array, items: { $ref: '#/$defs/Other' } }, next: { $ref: '#/$defs/Other' } } }
a: { type: string, maxLength: 1e30, minLength: 1e0 }, b: { type: array, maxItems: 3.0e0 }, c: { type: object, maxProperties: 2.0 }
'a b': { type: integer }, 'c/d': { type: integer }, 'e@f': { type: integer, default: 1 }, 'g:h#i': { type: array, items: { type: integer } }
{ $ref: '#/$defs/Own', $defs: { Own: { type: object, properties: { a: { type: integer }, again: { $ref: '#/$defs/Own' } }, maxProperties: 1 } } }
{ oneOf: [{ type: object, properties: { a: { type: integer } } }] }
{ type: object, additionalProperties: false }
{ type: object, properties: { a: { type: integer, default: 1 }, b: { type: integer, default: 2 } }, required: [a, b], minProperties: 2 }
";

/// Near the corners, on the other side: each line ends with what the compiler says against it.
const REFUSED: &str = r"
a: { oneOf: [{ const: x }, { type: integer }] } => `const` has no Rust type
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: integer }] } -- Own: { type: [string, 'null'] } => the members of this `oneOf` cannot be told apart
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: integer }] } -- Own: { oneOf: [{ type: string }, { type: boolean }] } => the members of this `oneOf` cannot be told apart
a: { oneOf: [{ type: object, required: [k, j], properties: { k: { const: x }, j: { const: one } } }, { type: object, required: [k, j], properties: { k: { const: y }, j: { const: two } } }] } => `const` has no Rust type
a: { oneOf: [{ type: 'null' }, { type: 'null' }, { type: string }] } => two members of this `oneOf` allow null, so null satisfies neither
a: { oneOf: [{ enum: [x, null] }, { type: 'null' }] } => two members of this `oneOf` allow null, so null satisfies neither
a: { oneOf: [{ type: [string, 'null'] }, { type: 'null' }] } => two members of this `oneOf` allow null, so null satisfies neither
a: { type: string, x-ref: sample.colour, minLength: 4 }, b: { type: string, x-ref: { to: sample.shade, missing: warning }, pattern: b } => `minLength` has no meaning beside `x-ref`
a: { oneOf: [{ $ref: '#/$defs/Own' }, { type: 'null' }] } -- Own: { enum: [x, null] } => two members of this `oneOf` allow null, so null satisfies neither
a: { $ref: '#/$defs/Own' } -- Own: { type: object, properties: { a: { $ref: '#/$defs/Own', default: {} } } } => this default leads to itself, so it never ends
{ type: object, properties: { a: { type: integer, default: 1 } }, default: { a: 2 }, maxProperties: 0 } => the default does not satisfy its own schema: expected at most 0 properties, found 1
{ type: [object, 'null'], properties: { a: true } } => a config is an object and never null, so its schema has `type: object` and `properties`
{ oneOf: [{ type: object, properties: { a: true } }, { type: 'null' }] } => a config is an object and never null, so its schema has `type: object` and `properties`
";

/// The corners as subjects; each format and each pattern is one, so that many texts are held against it.
pub(crate) fn subjects() -> Vec<Subject> {
    let corner = |line: &str| Subject { name: format!("corner {line}"), schema: schema(line) };
    let formats = texts::FORMATS.iter().map(|format| json!({ "type": "string", "format": format.name }));
    let patterns = texts::PATTERNS.iter().map(|pattern| json!({ "type": "string", "pattern": pattern }));
    let text = |text: Value| Subject {
        name: format!("text {text}"),
        schema: json!({ "type": "object", "required": ["text"], "properties": { "text": text } }),
    };
    CORNERS.trim().lines().map(corner).chain(formats.chain(patterns).map(text)).collect()
}

fn schema(line: &str) -> Value {
    let (properties, definitions) = line.split_once(" -- ").unwrap_or((line, ""));
    let around = format!("{{ type: object, properties: {{ {properties} }}, $defs: {{ {definitions} }} }}");
    let text = source::Text::new("corner.yaml", if line.starts_with('{') { line.to_owned() } else { around });
    let mut findings = source::Findings::new();
    let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
    assert!(findings.is_empty(), "{}", tests::project::human(&findings));
    documents.first().expect("a corner is a document").root.to_json()
}

#[test]
fn what_has_no_one_type_is_refused() {
    for line in REFUSED.trim().lines() {
        let (line, reason) = line.split_once(" => ").expect("a line ends with a reason");
        let subject = Subject { name: line.to_owned(), schema: schema(line) };
        let refusals = Project::new(&[subject], &[]).refusals(1);
        assert_eq!(refusals, [Some(reason.to_owned())], "{line}");
    }
}
