//! Hands finished lines to the output.

use std::io;

use generated::scenario::step::output::{WriteConfig, WriteFlush};

use crate::messages::{OutputLine, WrittenLine};
use crate::pipeline::{Failure, Outcome, Step};
use crate::ports::OutputSink;

/// The step `output.write`.
#[derive(Clone, Debug)]
pub struct WriteOutput<O> {
    flush: WriteFlush,
    written: u64,
    output_sink: O,
}

impl<O: OutputSink> WriteOutput<O> {
    /// The step with its config and its port.
    pub fn new(config: &WriteConfig, output_sink: O) -> Self {
        Self { flush: config.flush, written: 0, output_sink }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.output_sink.write_line(text)?;
        match self.flush {
            WriteFlush::AtEnd => Ok(()),
            WriteFlush::EachLine => self.output_sink.flush(),
        }
    }
}

impl<O: OutputSink> Step for WriteOutput<O> {
    type Input = OutputLine;
    type Output = WrittenLine;

    fn run(&mut self, OutputLine { line, text }: OutputLine) -> Result<Outcome<WrittenLine>, Failure> {
        self.write(&text).map_err(sink_failed)?;
        self.written += 1;
        Ok(Outcome::next(WrittenLine { line, written: self.written }))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.output_sink.flush().map_err(sink_failed)
    }
}

fn sink_failed(error: io::Error) -> Failure {
    Failure::Port { port: "output_sink", error }
}
