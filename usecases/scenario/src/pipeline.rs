//! The mechanism, apart from any catalog of steps: typed steps, the builder, the frozen scenario, its runner.
//!
//! 1. A [`Step`] takes one type of message and gives another. Wrapped as an [`AnyStep`], it takes and
//!    gives the one type that holds all messages of a pipeline.
//! 2. [`read`] and [`of_catalog`] give the definition of a scenario, and the [`ScenarioBuilder`] has the
//!    factories make its steps. These alone see the registry.
//! 3. A [`Scenario`] is frozen: [`Scenario::freeze`] checks once that neighbours fit, and nobody changes
//!    the list of steps after that.
//! 4. [`run`] sends one message after the other through the steps, left to right, and tells an
//!    [`Observer`] what each step did.
//!
//! Nothing here knows fund loads: messages, steps and ports are those of whoever calls.

mod step;

mod definition;
mod fault;

mod builder;
mod scenario;

mod runner;

pub use builder::ScenarioBuilder;
pub use definition::{of_catalog, read};
pub use fault::{BuildErrors, BuildFault};
pub use runner::{At, Observer, RunError, Stop, Summary, Unobserved, run};
pub use scenario::{Ends, PlacedStep, Scenario, StepFault};
pub use step::{AnyStep, Failure, Holds, Outcome, Step};
