//! Ports made of memory and arithmetic: two stores, a checker, and a sink over any writer.

mod primes;
mod seen;
mod sink;
mod windows;

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

pub use primes::MillerRabin;
pub use seen::MemorySeenStore;
pub use sink::WriterSink;
pub use windows::MemoryWindowStore;

use crate::ports::PortBundle;

/// Fresh stores in memory, the exact checker, and a sink that writes to `writer`.
pub type MemoryPorts<W> =
    PortBundle<Rc<RefCell<WriterSink<W>>>, MillerRabin, Rc<RefCell<MemorySeenStore>>, Rc<RefCell<MemoryWindowStore>>>;

/// Ports for one run that writes to `writer`.
pub fn in_memory<W: Write>(writer: W) -> MemoryPorts<W> {
    PortBundle {
        output_sink: Rc::new(RefCell::new(WriterSink::new(writer))),
        prime_checker: MillerRabin,
        seen_store: Rc::default(),
        window_store: Rc::default(),
    }
}
