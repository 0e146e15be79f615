//! Work whose depth a chart decides runs on a stack that is large enough for every limit.

use super::limits::STACK;

/// Runs `work` on a large stack; an error where the system has no room for one.
pub(super) fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("helm".into()).stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| format!("cannot start a thread: {error}"))?;
        thread.join().map_err(|_| "a fault in this program: please report it".to_owned())
    })
}
