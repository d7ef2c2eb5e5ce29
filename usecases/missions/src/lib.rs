//! Missions: workflows that are run by name, and the orchestrator that runs them.
//!
//! 1. [`orchestration`] is the mechanism and knows no mission: it holds a workflow against an envelope and
//!    limits, then runs its steps, left to right, on a copy of the state.
//! 2. [`registry`] is what the catalog has: which missions there are, the workflows that their factories
//!    make, and who does which kind of step.
//! 3. [`canonical`] gives equal values equal bytes and so equal hashes.
//!
//! A run is a function of its input: nothing here reads a clock, chance, the environment, files or the
//! network. What comes from outside comes through a port that the caller gives, [`orchestration::People`].
//!
//! ```
//! use missions::orchestration::ExecutionContext;
//! use missions::run_mission;
//! use serde_json::json;
//!
//! let context = ExecutionContext::of(&json!({ "message": "ping" }))?;
//! let result = run_mission("echo", &context, &json!({ "payload_key": "message" }))?;
//! assert!(result.success);
//! assert_eq!(result.lineage.executed_step_ids, ["echo-step"]);
//! assert_eq!(result.sha256()?.len(), 64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod orchestration;

pub mod registry;

pub mod canonical;

pub use registry::{MISSION_REGISTRY, MissionError, MissionSpec, build_workflow, run_mission};
