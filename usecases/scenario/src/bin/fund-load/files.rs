//! Opens what a run reads and writes, and refuses to write where it reads.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::Path;

use same_file::Handle;

use crate::args::Stream;
use crate::failure::Failure;

/// The regular files that a run uses, so that none is used twice. Terminals, pipes and devices may be.
#[derive(Debug, Default)]
pub(crate) struct Files(Vec<(Handle, String)>);

/// Where a run writes.
pub(crate) struct Outputs {
    /// The answers.
    pub(crate) answers: Box<dyn Write>,
    /// The trace, if there is to be one.
    pub(crate) trace: Option<File>,
}

impl Files {
    /// Opens the input.
    pub(crate) fn input(&mut self, input: &Stream) -> Result<Box<dyn BufRead>, Failure> {
        /// As large as the buffer of the output.
        const BUFFER: usize = 64 * 1024;
        match input {
            Stream::Standard => {
                self.claim(Handle::stdin(), "stdin")?;
                Ok(Box::new(io::stdin().lock()))
            }
            Stream::File(path) => Ok(Box::new(BufReader::with_capacity(BUFFER, self.open(path)?))),
        }
    }

    /// Reads a small file.
    pub(crate) fn text(&mut self, path: &Path) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let read = self.open(path)?.read_to_end(&mut bytes);
        read.map_err(|error| Failure::machine("read", &path.display().to_string(), &error))?;
        String::from_utf8(bytes).map_err(|_| Failure::Wrong(vec![format!("{}: expected UTF-8", path.display())]))
    }

    /// Opens the outputs, and empties them once it is clear that neither is in use.
    pub(crate) fn outputs(&mut self, answers: &Stream, trace: Option<&Path>) -> Result<Outputs, Failure> {
        let answers = match answers {
            Stream::Standard => self.claim(Handle::stdout(), "stdout").map(|()| None)?,
            Stream::File(path) => Some(self.open_to_write(path)?),
        };
        let trace = trace.map(|path| self.open_to_write(path)).transpose()?;
        for file in answers.iter().chain(&trace) {
            empty(file).map_err(|error| Failure::machine("empty", "the file to write", &error))?;
        }
        let answers: Box<dyn Write> = match answers {
            None => Box::new(io::stdout()),
            Some(file) => Box::new(file),
        };
        Ok(Outputs { answers, trace })
    }

    fn open(&mut self, path: &Path) -> Result<File, Failure> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Failure::machine("read", &name, &error))?;
        self.claim(file.try_clone().and_then(Handle::from_file), &name)?;
        Ok(file)
    }

    fn open_to_write(&mut self, path: &Path) -> Result<File, Failure> {
        let name = path.display().to_string();
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| Failure::machine("write", &name, &error))?;
        self.claim(file.try_clone().and_then(Handle::from_file), &name)?;
        Ok(file)
    }

    /// Notes that a file is in use, unless it is in use already.
    fn claim(&mut self, handle: io::Result<Handle>, name: &str) -> Result<(), Failure> {
        // A stream that is closed or odd is nothing that could be overwritten.
        let Some(handle) = handle.ok().filter(|handle| is_regular(handle.as_file())) else { return Ok(()) };
        if let Some((_, used)) = self.0.iter().find(|(used, _)| *used == handle) {
            return Err(Failure::Other(format!("`{name}` is the same file as `{used}`")));
        }
        self.0.push((handle, name.to_owned()));
        Ok(())
    }
}

fn is_regular(file: &File) -> bool {
    file.metadata().is_ok_and(|found| found.is_file())
}

/// Drops what a file held. Pipes and devices hold nothing.
fn empty(file: &File) -> io::Result<()> {
    if is_regular(file) { file.set_len(0) } else { Ok(()) }
}
