//! The orchestrator: refuses a workflow or runs its steps, left to right, on a copy of the state.

use super::bounds::{Envelope, Limits};
use super::context::{ExecutionContext, Object};
use super::people::{Answer, People, Question};
use super::plan::{self, Act, NoWorkflows, Planned, Workflows};
use super::result::{Lineage, OrchestrationResult, Outcome, Receipt, ReceiptStep};
use super::violation::Violations;
use super::workflow::{StepSpec, WorkflowDefinition};

/// Runs workflows within an envelope and limits.
#[derive(Clone, Copy)]
pub struct Orchestrator<'a> {
    envelope: &'a Envelope,
    limits: Limits,
    workflows: &'a dyn Workflows,
    mission: Option<&'a str>,
}

impl<'a> Orchestrator<'a> {
    /// An orchestrator that knows no missions.
    #[must_use]
    pub fn new(envelope: &'a Envelope, limits: Limits) -> Self {
        Self { envelope, limits, workflows: &NoWorkflows, mission: None }
    }

    /// The same, with missions that steps may run. `running` is the one whose workflow will be run.
    #[must_use]
    pub fn with_missions(self, workflows: &'a dyn Workflows, running: &'a str) -> Self {
        Self { workflows, mission: Some(running), ..self }
    }

    /// Runs a workflow. Where a step fails the run ends there, and the result says so.
    ///
    /// # Errors
    /// The workflow is not within the envelope and the limits, or something else is wrong with it; all such.
    /// Nothing was run then, and no port was asked.
    pub fn run_workflow(
        &self,
        workflow: &WorkflowDefinition,
        context: &ExecutionContext,
        people: &mut dyn People,
    ) -> Result<OrchestrationResult, Violations> {
        let planned = plan::plan(workflow, self.mission, (self.envelope, self.limits), self.workflows)?;
        let state = context.initial_state.clone();
        let mut run = Run { state, steps: Vec::new(), receipts: Vec::new(), metadata: &context.metadata, people };
        let ended = run.all(planned);
        Ok(run.result(&workflow.id, ended))
    }
}

impl std::fmt::Debug for Orchestrator<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { envelope, limits, workflows: _, mission } = self;
        f.debug_struct("Orchestrator")
            .field("envelope", envelope)
            .field("limits", limits)
            .field("mission", mission)
            .finish_non_exhaustive()
    }
}

/// A step that failed, and why.
struct Failed {
    step: String,
    reason: String,
}

struct Run<'a> {
    state: Object,
    steps: Vec<StepSpec>,
    receipts: Vec<ReceiptStep>,
    metadata: &'a Object,
    people: &'a mut dyn People,
}

impl Run<'_> {
    fn all(&mut self, planned: Vec<Planned>) -> Result<(), Failed> {
        planned.into_iter().try_for_each(|planned| self.one(planned))
    }

    /// Runs a step. Its receipt stands before those of the steps that it runs.
    fn one(&mut self, Planned { step, act }: Planned) -> Result<(), Failed> {
        let place = self.receipts.len();
        let (id, kind) = (step.id.clone(), step.kind.clone());
        self.receipts.push(ReceiptStep { answer: None, id, kind, outcome: Outcome::Done });
        self.steps.push(step.clone());
        let fail = |reason| Err(Failed { step: step.id.clone(), reason });
        let done = match act {
            Act::Noop => Ok(()),
            Act::Fail(reason) => fail(reason),
            Act::Set(values) => {
                self.state.extend(values);
                Ok(())
            }
            Act::Run(planned) => self.all(planned),
            Act::Ask => {
                let question = Question { step: &step, state: &self.state, metadata: self.metadata };
                match self.people.answer(&question) {
                    Answer::None => {
                        self.receipts[place].outcome = Outcome::Recorded;
                        Ok(())
                    }
                    Answer::Given(answer) => {
                        self.receipts[place].outcome = Outcome::Answered;
                        self.receipts[place].answer = Some(answer);
                        Ok(())
                    }
                    Answer::Refused(reason) => fail(reason),
                }
            }
        };
        if done.is_err() {
            self.receipts[place].outcome = Outcome::Failed;
        }
        done
    }

    fn result(self, workflow: &str, ended: Result<(), Failed>) -> OrchestrationResult {
        let success = ended.is_ok();
        let (failed_step_id, error_message) = ended.err().map(|Failed { step, reason }| (step, reason)).unzip();
        let executed_step_ids = self.steps.iter().map(|step| step.id.clone()).collect();
        OrchestrationResult {
            error_message,
            executed_steps: self.steps,
            failed_step_id,
            final_state: self.state,
            id: workflow.to_owned(),
            lineage: Lineage { executed_step_ids, workflow_id: workflow.to_owned() },
            receipt: Receipt { id: workflow.to_owned(), steps: self.receipts },
            success,
        }
    }
}
