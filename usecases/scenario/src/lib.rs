//! Scenarios: pipelines whose steps and configs come from the catalog, and the fund-load pipeline.
//!
//! 1. [`pipeline`] is the mechanism and knows no step: the builder reads a scenario and has factories make
//!    its steps, the runner sends messages through them.
//! 2. [`messages`] are what the steps of the fund-load pipeline hand on, [`ports`] what they may ask for.
//! 3. [`steps`] are the steps, and their factories.
//! 4. [`adapters`] are ports made of memory and arithmetic. Steps never see them.
//! 5. [`input`] reads lines and [`trace`] notes down what each step did.
//!
//! ```
//! use generated::scenario::ScenarioKey;
//! use scenario::messages::ENDS;
//! use scenario::pipeline::{ScenarioBuilder, Unobserved, run};
//! use scenario::steps::FundLoadSteps;
//! use scenario::{adapters, input};
//!
//! let loads = br#"{"id":"1","customer_id":"ada","load_amount":"$5000.01","time":"2000-01-01T00:00:00Z"}"#;
//! let ports = adapters::in_memory(Vec::new());
//! let scenario = ScenarioBuilder::new(&FundLoadSteps::new(), &ports, ENDS).from_catalog(ScenarioKey::Baseline)?;
//! let summary = run(scenario, input::lines(&loads[..]), &mut Unobserved)?;
//! assert_eq!(summary.answered, 1);
//! let answers = b"{\"id\":\"1\",\"customer_id\":\"ada\",\"accepted\":false}\n";
//! assert_eq!(ports.output_sink.borrow().writer(), answers);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod pipeline;

mod amount;
mod calendar;
mod ids;

pub mod messages;
pub mod ports;

pub mod steps;

pub mod adapters;
pub mod input;
pub mod trace;

pub use amount::Amount;
pub use calendar::{Day, Instant, Week};
pub use ids::{CustomerId, LoadId};
