//! Runs a scenario: reads it, opens the files, builds it, and sends the input through.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use generated::scenario::ScenarioKey;
use generated::scenario::scenario::definition;
use kernel::Key as _;
use scenario::messages::ENDS;
use scenario::pipeline::{self, RunError, ScenarioBuilder, Stop};
use scenario::steps::FundLoadSteps;
use scenario::trace::Trace;
use scenario::{adapters, input};
use source::Text;

use crate::args::Order;
use crate::failure::Failure;
use crate::files::Files;
use crate::listen::Listener;

/// Runs what was ordered. A scenario that is wrong, or an input that is not there, leaves every file as it is.
pub(crate) fn run(order: &Order) -> Result<(), Failure> {
    let mut files = Files::default();
    let definition = definition(&order.scenario, &mut files)?;
    let lines = input::lines(files.input(&order.input)?);
    let outputs = files.outputs(&order.output, order.trace.as_deref())?;

    let ports = adapters::in_memory(outputs.answers);
    let scenario = ScenarioBuilder::new(&FundLoadSteps::new(), &ports, ENDS).build(&definition)?;
    let mut listener = Listener { trace: outputs.trace.map(Trace::new) };
    let ran = pipeline::run(scenario, lines, &mut listener);
    let traced = listener.trace.as_mut().map_or(Ok(()), Trace::flush);
    match ran {
        // Whoever reads the answers has enough of them.
        Err(error) if is_closed_pipe(&error) => {}
        ran => _ = ran?,
    }
    traced.map_err(|error| Failure::machine("write", "the trace", &error))
}

/// The scenario of the catalog that has this name, else the one in the file of this name.
fn definition(scenario: &OsStr, files: &mut Files) -> Result<definition::Scenario, Failure> {
    let (name, path) = (scenario.to_string_lossy(), Path::new(scenario));
    match ScenarioKey::parse(&name) {
        Ok(key) => Ok(pipeline::of_catalog(key)),
        Err(unknown) if !path.exists() => Err(Failure::Other(format!("{unknown}, and there is no file `{name}`"))),
        Err(_) => Ok(pipeline::read(&Text::new(name, files.text(path)?))?),
    }
}

fn is_closed_pipe(error: &RunError) -> bool {
    match &error.stop {
        Stop::Step { failure: pipeline::Failure::Port { port: "output_sink", error }, .. } => {
            error.kind() == io::ErrorKind::BrokenPipe
        }
        Stop::Step { .. } | Stop::Input { .. } | Stop::Observer(_) => false,
    }
}
