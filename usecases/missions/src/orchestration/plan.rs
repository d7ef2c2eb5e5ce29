//! Plans: a workflow with everything that can be known before it runs, or all that is wrong with it.
//!
//! 1. Each step is held against the envelope and its payload is read.
//! 2. Where a step runs a mission, that mission's workflow is planned in its place.
//! 3. The steps of all of it are counted and held against the limits.

use std::collections::BTreeSet;

use serde_json::Value;

use super::bounds::{DoneBy, Envelope, Limits};
use super::context::Object;
use super::operation::{self, Operation};
use super::violation::{Violation, Violations};
use super::workflow::{StepSpec, WorkflowDefinition};

/// Where the workflows of missions come from.
pub trait Workflows {
    /// The workflow of a mission.
    ///
    /// # Errors
    /// There is no such mission, or these are no params of it; what was expected and what was found.
    fn workflow(&self, mission: &str, params: &Value) -> Result<WorkflowDefinition, String>;
}

/// There are no missions.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWorkflows;

impl Workflows for NoWorkflows {
    fn workflow(&self, mission: &str, _: &Value) -> Result<WorkflowDefinition, String> {
        Err(format!("there is no mission `{mission}`"))
    }
}

/// A step that can be run.
#[derive(Debug)]
pub(super) struct Planned {
    /// The step, with the ids of those that run it before its own.
    pub(super) step: StepSpec,
    /// What is to be done.
    pub(super) act: Act,
}

/// What a step does.
#[derive(Debug)]
pub(super) enum Act {
    /// Asks a person.
    Ask,
    /// Nothing.
    Noop,
    /// Ends the run.
    Fail(String),
    /// Writes into the state.
    Set(Object),
    /// Runs these steps.
    Run(Vec<Planned>),
}

/// Plans a workflow. `mission` is the mission that it is of, if it is of one.
pub(super) fn plan(
    workflow: &WorkflowDefinition,
    mission: Option<&str>,
    bounds: (&Envelope, Limits),
    workflows: &dyn Workflows,
) -> Result<Vec<Planned>, Violations> {
    let (envelope, limits) = bounds;
    let way = mission.map(str::to_owned).into_iter().collect();
    let mut planner = Planner { envelope, limits, workflows, steps: 0, human_steps: 0, way, violations: Vec::new() };
    let acts = planner.steps("", &workflow.steps);
    let Planner { steps, human_steps, mut violations, .. } = planner;
    if steps > limits.steps {
        violations.push(Violation::TooManySteps { found: steps, limit: limits.steps });
    }
    if human_steps > limits.human_steps {
        violations.push(Violation::TooManyHumanSteps { found: human_steps, limit: limits.human_steps });
    }
    if violations.is_empty() { Ok(acts) } else { Err(Violations { workflow: workflow.id.clone(), violations }) }
}

struct Planner<'a> {
    envelope: &'a Envelope,
    limits: Limits,
    workflows: &'a dyn Workflows,
    /// How many steps were seen.
    steps: usize,
    /// How many of them people do.
    human_steps: usize,
    /// The missions that are being planned, outermost first.
    way: Vec<String>,
    violations: Vec<Violation>,
}

impl Planner<'_> {
    /// Plans the steps of a workflow. `before` is what stands before their ids.
    fn steps(&mut self, before: &str, steps: &[StepSpec]) -> Vec<Planned> {
        // All are counted first: what a step runs is looked at only while there is room for it.
        self.steps += steps.len();
        let mut ids = BTreeSet::new();
        let mut planned = Vec::new();
        for given in steps {
            let step = StepSpec { id: format!("{before}{}", given.id), ..given.clone() };
            if given.id.is_empty() || given.id.contains('/') {
                self.violations.push(Violation::InvalidId { step: step.id.clone() });
            }
            if !ids.insert(&given.id) {
                self.violations.push(Violation::RepeatedId { step: step.id.clone() });
            }
            if let Some(act) = self.act(&step) {
                planned.push(Planned { step, act });
            }
        }
        planned
    }

    fn act(&mut self, step: &StepSpec) -> Option<Act> {
        match self.envelope.done_by(&step.kind) {
            None => {
                let declared = self.envelope.kinds().map(str::to_owned).collect();
                let (step, kind) = (step.id.clone(), step.kind.clone());
                self.violations.push(Violation::UndeclaredKind { step, kind, declared });
                None
            }
            Some(DoneBy::Person) => {
                self.human_steps += 1;
                Some(Act::Ask)
            }
            Some(DoneBy::Program) => match operation::read(&step.payload) {
                Ok(Operation::Noop) => Some(Act::Noop),
                Ok(Operation::Fail { reason }) => Some(Act::Fail(reason)),
                Ok(Operation::Set { values }) => Some(Act::Set(values)),
                Ok(Operation::Mission { name, params }) => self.mission(&step.id, &name, &params).map(Act::Run),
                Err(reason) => {
                    self.violations.push(Violation::Payload { step: step.id.clone(), reason });
                    None
                }
            },
        }
    }

    /// Plans the mission that a step runs.
    fn mission(&mut self, step: &str, name: &str, params: &Value) -> Option<Vec<Planned>> {
        if let Some(start) = self.way.iter().position(|mission| mission == name) {
            let way = self.way[start..].iter().cloned().chain([name.to_owned()]).collect();
            self.violations.push(Violation::Recursion { step: step.to_owned(), way });
            return None;
        }
        // Too many already: there is nothing to learn from yet more of them.
        if self.steps > self.limits.steps {
            return None;
        }
        match self.workflows.workflow(name, params) {
            Ok(workflow) => {
                self.way.push(name.to_owned());
                let planned = self.steps(&format!("{step}/"), &workflow.steps);
                self.way.pop();
                Some(planned)
            }
            Err(reason) => {
                self.violations.push(Violation::Mission { step: step.to_owned(), reason });
                None
            }
        }
    }
}
