//! Runs tests in parallel, such that one that hangs or panics costs only itself.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Job, Outcome, Shop, Tested};
use seaworthy_source::{Diagnostic, Span};

/// The stack of a worker: policies recurse on it.
const STACK: usize = 256 * 1024 * 1024;
/// How often running tests are looked after.
const INTERVAL: Duration = Duration::from_millis(100);

/// What a worker tells.
enum Word {
    /// It begins with a test.
    Begins { worker: usize, job: usize },
    /// It is done with it.
    Done { worker: usize, job: usize, tested: Box<Tested> },
}

/// Runs tests; their results come in the order of the tests. `patience` is how long one may take.
pub(super) fn run(
    jobs: Vec<Job>,
    shop: Arc<Shop>,
    patience: Duration,
    progress: &mut dyn FnMut(usize, usize),
) -> Vec<Tested> {
    let jobs = Arc::new(jobs);
    let waiting: Arc<Mutex<VecDeque<usize>>> = Arc::new(Mutex::new((0..jobs.len()).collect()));
    let (words, heard) = channel();
    let hire = |worker: usize| hire(worker, Arc::clone(&jobs), Arc::clone(&waiting), Arc::clone(&shop), words.clone());
    let count = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let mut running: Vec<Option<(usize, Instant)>> = vec![None; count];
    let mut results: Vec<Option<Tested>> = jobs.iter().map(|_| None).collect();
    let mut hired = (0..count).filter(|&worker| hire(worker)).count();
    let mut done = 0;
    while done < jobs.len() && hired > 0 {
        match heard.recv_timeout(INTERVAL) {
            Ok(Word::Begins { worker, job }) => running[worker] = Some((job, Instant::now())),
            Ok(Word::Done { worker, job, tested }) => {
                // What was given up and still came is too late.
                if results[job].is_none() {
                    results[job] = Some(*tested);
                    done += 1;
                    progress(done, jobs.len());
                }
                running[worker] = None;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        for worker in 0..running.len() {
            let Some((job, since)) = running[worker] else { continue };
            if since.elapsed() > patience && results[job].is_none() {
                // Its worker is lost to it; another one takes the place.
                let message = format!("was given up after {} s", patience.as_secs());
                let tested = failed(&jobs[job], &shop, message);
                results[job] = Some(Tested { duration: since.elapsed(), ..tested });
                done += 1;
                running[worker] = None;
                running.push(None);
                hired += usize::from(hire(running.len() - 1));
            }
        }
    }
    let lost = |job: &Job| failed(job, &shop, "could not be run: no thread could be started");
    results.into_iter().zip(jobs.iter()).map(|(result, job)| result.unwrap_or_else(|| lost(job))).collect()
}

/// A test that has no result of its own.
fn failed(job: &Job, shop: &Shop, message: impl Into<String>) -> Tested {
    let tested = job.tested(Outcome::Todo);
    let mut fault = Diagnostic::error(&tested.name, message);
    if let Some(file) = shop.sources.find(&tested.file) {
        let range = file.line_range(tested.line);
        fault = fault.at(Span::new(file.id(), range.start, range.end), "this test");
    }
    Tested { outcome: Outcome::Failed(vec![fault]), ..tested }
}

/// Starts a worker. Each has a pool of its own, so that what a scan does in parallel stays with it.
fn hire(
    worker: usize,
    jobs: Arc<Vec<Job>>,
    waiting: Arc<Mutex<VecDeque<usize>>>,
    shop: Arc<Shop>,
    words: Sender<Word>,
) -> bool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
    let Ok(pool) = pool else { return false };
    pool.spawn(move || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(job) = next else { return };
            if words.send(Word::Begins { worker, job }).is_err() {
                return;
            }
            let tested = catch_unwind(AssertUnwindSafe(|| jobs[job].run(&shop))).unwrap_or_else(|_| {
                failed(&jobs[job], &shop, "made the program panic, which is a bug worth reporting")
            });
            if words.send(Word::Done { worker, job, tested: Box::new(tested) }).is_err() {
                return;
            }
        }
    });
    // A pool that is dropped lets its thread end what it does.
    true
}
