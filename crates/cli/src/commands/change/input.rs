//! Reads the entries that people hand in: from files, arguments and standard input.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use compiler::files::MAX_BYTES;
use source::Text;

use crate::args::Source;
use crate::failure::Failure;
use crate::place;

/// The texts of all sources, each under a name that findings show.
pub(super) fn read(sources: Vec<Source>) -> Result<Vec<Text>, Failure> {
    let mut arguments = 0;
    let mut texts = Vec::new();
    for source in sources {
        texts.push(match source {
            Source::File(path) => file(&path)?,
            Source::Argument(text) => {
                arguments += 1;
                let name = if arguments == 1 { "<entry-json>".to_owned() } else { format!("<entry-json {arguments}>") };
                Text::new(name, text)
            }
            Source::Stdin => Text::new("<stdin>", content("<stdin>", io::stdin().lock())?),
        });
    }
    Ok(texts)
}

fn file(path: &Path) -> Result<Text, Failure> {
    let name = place::as_given(path);
    let file = File::open(path).map_err(|error| Failure::machine("read", &name, &error))?;
    let content = content(&name, file)?;
    Ok(Text::new(name, content))
}

/// Everything that there is to read, up to the limit of any file of definitions.
fn content(name: &str, from: impl io::Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Failure::machine("read", name, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Failure::new(format!("`{name}` has more than {MAX_BYTES} bytes")).help("add the entries in parts"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        Failure::new(format!("`{name}` is not UTF-8 text: byte {valid}, counted from 0, begins no character"))
    })
}
