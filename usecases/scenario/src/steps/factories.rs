//! Makes each fund-load step from its config and the ports that it declares: name → implementation.

use std::marker::PhantomData;

use generated::scenario::step::{Ports, StepFactories, features, gate, output, parse, policies, time, windows};

use super::{
    BadLimit, ComputeFeatures, ComputeTimeKeys, EvaluatePolicies, FormatOutput, GateIdempotency, ParseLoadAttempt,
    UpdateWindows, WriteOutput,
};
use crate::messages::Message;
use crate::pipeline::AnyStep;
use crate::ports::{OutputSink, PrimeChecker, SeenStore, WindowStore};

/// The factories of the fund-load steps, for any ports `P`.
///
/// A step keeps a clone of each port that it is given, so ports are handles.
#[derive(Debug)]
pub struct FundLoadSteps<P>(PhantomData<fn(&P)>);

impl<P> FundLoadSteps<P> {
    /// The factories.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<P> Default for FundLoadSteps<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Ports> StepFactories for FundLoadSteps<P>
where
    P::OutputSink: OutputSink + Clone + 'static,
    P::PrimeChecker: PrimeChecker + Clone + 'static,
    P::SeenStore: SeenStore + Clone + 'static,
    P::WindowStore: WindowStore + Clone + 'static,
{
    type Ports = P;
    type Step = AnyStep<Message>;
    type Error = BadLimit;

    fn parse_load_attempt(&self, config: parse::LoadAttemptConfig) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(ParseLoadAttempt::new(config)))
    }

    fn time_compute_keys(&self, config: time::ComputeKeysConfig) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(ComputeTimeKeys::new(&config)))
    }

    fn gate_idempotency(
        &self,
        config: gate::IdempotencyConfig,
        ports: gate::IdempotencyPorts<'_, P>,
    ) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(GateIdempotency::new(&config, ports.seen_store.clone())))
    }

    fn features_compute(&self, config: features::ComputeConfig) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(ComputeFeatures::new(&config)))
    }

    fn policies_evaluate(
        &self,
        config: policies::EvaluateConfig,
        ports: policies::EvaluatePorts<'_, P>,
    ) -> Result<Self::Step, BadLimit> {
        let step = EvaluatePolicies::new(&config, ports.prime_checker.clone(), ports.window_store.clone())?;
        Ok(AnyStep::new(step))
    }

    fn windows_update(
        &self,
        config: windows::UpdateConfig,
        ports: windows::UpdatePorts<'_, P>,
    ) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(UpdateWindows::new(&config, ports.window_store.clone())))
    }

    fn output_format(&self, config: output::FormatConfig) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(FormatOutput::new(&config)))
    }

    fn output_write(
        &self,
        config: output::WriteConfig,
        ports: output::WritePorts<'_, P>,
    ) -> Result<Self::Step, BadLimit> {
        Ok(AnyStep::new(WriteOutput::new(&config, ports.output_sink.clone())))
    }
}
