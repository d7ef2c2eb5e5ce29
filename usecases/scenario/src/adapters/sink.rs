//! A sink over any writer, with a buffer.

use std::io::{self, BufWriter, Write};

use crate::ports::OutputSink;

/// Writes lines to `W`, many at a time.
#[derive(Debug)]
pub struct WriterSink<W: Write>(BufWriter<W>);

/// Large enough that a system call is rare next to the work on its lines.
const BUFFER: usize = 64 * 1024;

impl<W: Write> WriterSink<W> {
    /// A sink that writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self(BufWriter::with_capacity(BUFFER, writer))
    }

    /// What is behind the sink. It has every line that was taken before the last flush, and maybe more.
    pub fn writer(&self) -> &W {
        self.0.get_ref()
    }
}

impl<W: Write> OutputSink for WriterSink<W> {
    fn write_line(&mut self, line: &str) -> io::Result<()> {
        self.0.write_all(line.as_bytes())?;
        self.0.write_all(b"\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
