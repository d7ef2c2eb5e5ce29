//! As many steps as were asked for, and no more than the limits.

use generated::missions::StepKindKey;
use generated::missions::step_kind::DoneBy;
use kernel::Key as _;

use crate::orchestration::{Limits, Object, StepSpec, WorkflowDefinition};

/// How many steps are wanted, where that was said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Requested {
    pub(super) steps: Option<u64>,
    pub(super) human_steps: Option<u64>,
}

/// Gives a workflow as many steps as are wanted, or as the limits allow if that is less. Steps of people come first.
///
/// Its own steps stay in their order and go from the end; what is wanted beyond them is appended, first people's.
/// Where nothing is wanted, the workflow stays as it is.
pub(super) fn cut(mut workflow: WorkflowDefinition, requested: Requested, limits: Limits) -> WorkflowDefinition {
    if requested.steps.is_none() && requested.human_steps.is_none() {
        return workflow;
    }
    let own_human = workflow.steps.iter().filter(|step| is_human(step)).count();
    let own_program = workflow.steps.len() - own_human;
    let human = at_most(requested.human_steps, own_human, limits.human_steps);
    let steps = at_most(requested.steps, human + own_program, limits.steps);
    let human = human.min(steps);
    let program = steps - human;

    let (mut people_left, mut program_left) = (human, program);
    workflow.steps.retain(|step| {
        let left = if is_human(step) { &mut people_left } else { &mut program_left };
        let stays = *left > 0;
        *left = left.saturating_sub(1);
        stays
    });
    workflow.steps.extend((1..=people_left).map(|number| extra("extra-human", number, StepKindKey::Human)));
    workflow.steps.extend((1..=program_left).map(|number| extra("extra", number, StepKindKey::Runtime)));
    workflow
}

/// What is wanted, or what there is, cut down to the limit. A number that no machine can count to is over it.
fn at_most(wanted: Option<u64>, own: usize, limit: usize) -> usize {
    wanted.map_or(own, |wanted| usize::try_from(wanted).unwrap_or(usize::MAX)).min(limit)
}

fn is_human(step: &StepSpec) -> bool {
    StepKindKey::parse(&step.kind).is_ok_and(|kind| kind.entry().done_by == DoneBy::Person)
}

fn extra(name: &str, number: usize, kind: StepKindKey) -> StepSpec {
    let payload = Object::from([("description".to_owned(), "A step that was asked for.".into())]);
    StepSpec::new(format!("{name}-{number}"), kind.as_str(), payload)
}
