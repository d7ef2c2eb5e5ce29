//! A kind too large for static tables: packed bytes that the catalog reads back entry for entry.

use std::fmt::Write as _;
use std::fs;

use compiler::files::Memory;

const KIND: &str = "
title: Item
x-registry: { entries: items.yaml, layout: list, closed: false, group_by: namespace }
type: object
required: [key, number]
additionalProperties: false
properties:
  key: { type: string }
  number: { type: integer }
  small: { type: integer, format: uint8, default: 7 }
  ratio: { type: number }
  flag: { type: boolean, default: true }
  words: { type: array, items: { type: string }, default: [] }
  by_name: { type: object, additionalProperties: { type: integer } }
  mode: { enum: [on, off], default: off }
  before: { type: string, x-ref: big.item }
  shape:
    oneOf:
      - { type: object, required: [kind], properties: { kind: { const: round }, radius: { type: number, default: 1.5 } } }
      - { type: object, required: [kind], properties: { kind: { const: none } } }
  size: { oneOf: [{ type: string }, { type: integer }] }
  free: true
";

#[test]
fn a_packed_kind_reads_back_what_was_written() {
    const COUNT: usize = 10_001;
    let mut items = String::new();
    for index in 0..COUNT {
        let _ = write!(items, "- {{ key: n{}.k{index}, number: -{index}", index % 7);
        if index % 2 == 1 {
            let _ = write!(
                items,
                ", small: 255, ratio: 0.5, flag: false, words: [a, 'ü {index}'], by_name: {{ b: 2, a: 1 }}, mode: 'on'"
            );
            let _ = write!(
                items,
                ", before: n{}.k{}, shape: {{ kind: round }}, size: {index}, free: [1, x]",
                (index - 1) % 7,
                index - 1
            );
        }
        items.push_str(" }\n");
    }
    let mut files = Memory::from_listing(
        "-- rollbook.yaml --\nname: big\nregistries: { big: { title: Big, purpose: To be large. } }\ncatalog: { path: catalog }\n",
    );
    files.0.insert("big/kinds/item.schema.yaml".to_owned(), KIND.as_bytes().to_vec());
    files.0.insert("big/items.yaml".to_owned(), items.into_bytes());
    let compiled = compiler::compile(&files, "rollbook.yaml", compiler::Settings::default());
    assert!(
        compiled.findings.is_empty(),
        "{}",
        source::write(&compiled.findings, source::Format::Human, source::Colour::Never)
    );
    assert!(compiled.artifacts.iter().any(|artifact| artifact.path == "catalog/big/item/entries.packed"));

    let folder = std::env::temp_dir().join(format!("rollbook-packed-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be made");
    tests::scratch::write(&compiled.artifacts, &folder);
    let main = "use kernel::Key as _;\n\
         use scratch::big::item::{self, Mode, Shape, Size};\n\
         use scratch::big::ItemKey;\n\
         fn main() {\n\
             assert_eq!(ItemKey::all().len(), 10_001);\n\
             assert!(ItemKey::all().all(|key| key.as_str().parse() == Ok(key) && key.entry().key == key));\n\
             let odd = item::n3::K3.entry();\n\
             assert_eq!((odd.number, odd.small, odd.ratio, odd.flag), (-3, 255, Some(0.5), false));\n\
             assert_eq!(odd.words, [\"a\", \"ü 3\"]);\n\
             assert_eq!(odd.by_name, Some(&[(\"a\", 1), (\"b\", 2)][..]));\n\
             assert_eq!((odd.mode, odd.before), (Mode::On, Some(item::n2::K2)));\n\
             assert_eq!(odd.shape, Some(Shape::Round { radius: 1.5 }));\n\
             assert_eq!(odd.size, Some(Size::Number(3)));\n\
             assert_eq!(odd.free.map(|free| free.0), Some(r#\"[1,\"x\"]\"#));\n\
             let even = item::n4::K4.entry();\n\
             assert_eq!((even.small, even.flag, even.mode, even.words), (7, true, Mode::Off, &[][..]));\n\
             assert_eq!((even.size.as_ref(), even.before), (None, None));\n\
             assert!(\"n4.k5\".parse::<ItemKey>().unwrap_err().to_string().contains(\"did you mean\"));\n\
         }\n";
    let printed = tests::scratch::cargo(&folder, "catalog", Some(main));
    assert_eq!(printed, "");
    fs::remove_dir_all(&folder).expect("the temporary folder can be removed");
}
