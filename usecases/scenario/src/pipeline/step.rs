//! A unit of work: what it takes, what it gives, how it fails; and the same without its types.

use std::fmt;
use std::io;

/// A unit of work, with its messages as types.
pub trait Step {
    /// The message that the step takes.
    type Input;
    /// The message that the step gives to the next step.
    type Output;

    /// Does the work for one message.
    ///
    /// # Errors
    /// The run cannot go on.
    fn run(&mut self, message: Self::Input) -> Result<Outcome<Self::Output>, Failure>;

    /// The run is over, well or not. Called once, after the last message.
    ///
    /// # Errors
    /// What the step held back could not be handed on.
    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

/// What a step made of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The message for the next step. `None` where the line ends here.
    pub gives: Option<T>,
    /// What people should hear of the line, although the run goes on.
    pub notice: Option<String>,
}

impl<T> Outcome<T> {
    /// The next step takes over.
    pub fn next(message: T) -> Self {
        Self { gives: Some(message), notice: None }
    }

    /// The line ends here; later steps do not see it.
    #[must_use]
    pub fn end() -> Self {
        Self { gives: None, notice: None }
    }

    /// With something that people should hear.
    #[must_use]
    pub fn with_notice(self, notice: impl Into<String>) -> Self {
        Self { notice: Some(notice.into()), ..self }
    }

    fn map<U>(self, into: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { gives: self.gives.map(into), notice: self.notice }
    }
}

/// Why a step ends the run.
#[derive(Debug)]
pub enum Failure {
    /// The input is wrong; says what was expected and what was found.
    Input(String),
    /// A port failed.
    Port {
        /// The key of the port.
        port: &'static str,
        /// What happened behind it.
        error: io::Error,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(fault) => f.write_str(fault),
            Self::Port { port, error } => write!(f, "`{port}` failed: {error}"),
        }
    }
}

impl std::error::Error for Failure {}

/// The one type of a pipeline that holds each of its messages, here those of type `T`.
pub trait Holds<T>: Sized {
    /// What contracts call the message.
    const NAME: &'static str;

    /// Wraps a message.
    fn put(message: T) -> Self;

    /// The message, if it is of this type.
    fn take(self) -> Option<T>;
}

/// A step without its types: it takes and gives `M`, which [`Holds`] every message of the pipeline.
pub struct AnyStep<M> {
    takes: &'static str,
    gives: &'static str,
    step: Box<dyn Erased<M>>,
}

impl<M> AnyStep<M> {
    /// Wraps a typed step.
    pub fn new<S>(step: S) -> Self
    where
        S: Step + 'static,
        M: Holds<S::Input> + Holds<S::Output>,
    {
        let (takes, gives) = (<M as Holds<S::Input>>::NAME, <M as Holds<S::Output>>::NAME);
        Self { takes, gives, step: Box::new(step) }
    }

    /// The message that the step takes.
    #[must_use]
    pub fn takes(&self) -> &'static str {
        self.takes
    }

    /// The message that the step gives.
    #[must_use]
    pub fn gives(&self) -> &'static str {
        self.gives
    }

    /// Does the work for one message.
    ///
    /// # Errors
    /// As of the step.
    ///
    /// # Panics
    /// `message` is not of the type that [`AnyStep::takes`] names.
    pub fn run(&mut self, message: M) -> Result<Outcome<M>, Failure> {
        self.step.run(message)
    }

    /// The run is over.
    ///
    /// # Errors
    /// As of the step.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.step.finish()
    }
}

impl<M> fmt::Debug for AnyStep<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyStep").field("takes", &self.takes).field("gives", &self.gives).finish_non_exhaustive()
    }
}

trait Erased<M> {
    fn run(&mut self, message: M) -> Result<Outcome<M>, Failure>;
    fn finish(&mut self) -> Result<(), Failure>;
}

impl<M, S> Erased<M> for S
where
    S: Step,
    M: Holds<S::Input> + Holds<S::Output>,
{
    fn run(&mut self, message: M) -> Result<Outcome<M>, Failure> {
        let message = Holds::<S::Input>::take(message).expect("a frozen scenario chains only steps that fit");
        Ok(Step::run(self, message)?.map(Holds::<S::Output>::put))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        Step::finish(self)
    }
}
