//! Factories for every task: the base of the other cases.

use everything::zoo::TaskKey;
use everything::zoo::task::{Ports, TaskFactories, mail};

struct Factories<P>(std::marker::PhantomData<P>);

impl<P: Ports> TaskFactories for Factories<P> {
    type Ports = P;
    type Task = String;
    type Error = String;

    fn digest_1(&self) -> Result<String, String> {
        Ok(String::new())
    }

    fn mail_drop_1(&self, ports: mail::Drop1Ports<'_, P>) -> Result<String, String> {
        let _: &P::Second = ports.second;
        Ok(String::new())
    }

    fn mail_send_1(&self, config: mail::Send1Config, ports: mail::Send1Ports<'_, P>) -> Result<String, String> {
        let _: &P::Metre = ports.metre;
        Ok(config.to)
    }

    fn mail_send_2(&self, config: mail::Send2Config) -> Result<String, String> {
        Ok(config.to)
    }
}

fn main() {
    let _ = TaskKey::MailSend2;
}
