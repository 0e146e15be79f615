//! What judging costs, rule by rule and input by input: natively, and by the engine. `cargo bench --bench native`.
//!
//! Without more, on manifests like those that people write; `SEAWORTHY_CORPUS=FOLDER` looks at those below a folder.
//! Times are those of one thread on its core, where the system tells them: other programs do not count.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]
#![allow(clippy::print_stdout, reason = "a benchmark says what it found")]

mod applications;

use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use seaworthy::discover::Request;
use seaworthy::policy::probe::{Native, Pair, Probe};
use seaworthy::policy::{Bundle, Choice};
use seaworthy::scan::{self, Inputs};
use seaworthy::world::World;
use seaworthy_source::Sources;

/// Deployments in the manifests that are made up.
const APPLICATIONS: usize = 2_000;
/// The engine is given one of so many pairs: it takes its time.
const SAMPLE: usize = 10;
/// Rules whose compilation is told.
const RULES: u32 = 400;

fn main() {
    let corpus = std::env::var_os("SEAWORTHY_CORPUS").map(PathBuf::from);
    let made_up = tempfile::tempdir().expect("a folder");
    let folder = corpus.unwrap_or_else(|| {
        applications::write(made_up.path(), APPLICATIONS);
        made_up.path().to_path_buf()
    });
    let request = Request { paths: vec![folder], ..Request::default() };
    let worlds = scan::load(&request, &Inputs::default()).expect("a request that can be read").worlds;
    let mut bundle = Bundle::load(&[], &Choice::default(), &Sources::default());
    bundle.prepare(&worlds);
    evaluation(&bundle, &worlds);
    compilation();
}

/// How long this thread has been on a core.
fn cpu() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

#[derive(Default)]
struct Figures {
    pairs: u32,
    firing: u32,
    undetermined: u32,
    left: u32,
    native: Duration,
    engine: Duration,
    engine_pairs: u32,
    by_rule: HashMap<usize, (Duration, u32)>,
}

impl Figures {
    fn take(&mut self, probe: &mut Probe<'_>, pair: &Pair) {
        let start = Instant::now();
        let verdict = black_box(probe.native(pair));
        let time = start.elapsed();
        self.pairs += 1;
        let of_rule = self.by_rule.entry(pair.rule).or_default();
        *of_rule = (of_rule.0 + time, of_rule.1 + 1);
        match verdict {
            Native::Verdict(findings, possible) => {
                self.firing += u32::from(findings.as_set().is_ok_and(|set| !set.is_empty()));
                self.undetermined += u32::from(!possible.is_empty());
            }
            _ => self.left += 1,
        }
    }
}

fn evaluation(bundle: &Bundle, worlds: &[World]) {
    let mut probe = Probe::new(bundle);
    let mut figures = Figures::default();
    let mut resources = 0;
    // Once before it counts: expressions are compiled when they are met first.
    let mut met = HashMap::new();
    for world in worlds {
        resources += world.resources.iter().filter(|resource| resource.reported).count();
        probe.each_pair(world, &mut |probe, pair| {
            let times = met.entry(pair.rule).or_insert(0);
            *times += 1;
            if *times < 100 {
                let _ = black_box(probe.native(pair));
            }
        });
    }
    for world in worlds {
        probe.each_pair(world, &mut |probe, pair| figures.take(probe, pair));
    }
    // As a whole, less what it takes to build the inputs; the times of single pairs are by the clock on the wall.
    let mut time = |visit: &mut dyn FnMut(&mut Probe<'_>, &Pair)| {
        let start = cpu();
        worlds.iter().for_each(|world| probe.each_pair(world, visit));
        cpu().saturating_sub(start)
    };
    let inputs = time(&mut |_, _| {});
    let native = time(&mut |probe, pair| drop(black_box(probe.native(pair))));
    let mut number = 0;
    let engine = time(&mut |probe, pair| {
        number += 1;
        if number % SAMPLE == 0 {
            let _ = black_box(probe.engine(pair.rule, &pair.input));
            figures.engine_pairs += 1;
        }
    });
    figures.native = native.saturating_sub(inputs);
    figures.engine = engine.saturating_sub(inputs);
    report(bundle, resources, figures);
}

fn report(bundle: &Bundle, resources: usize, figures: Figures) {
    let all = resources * bundle.rules.len();
    let each = |time: Duration, count: u32| time.as_nanos() / u128::from(count.max(1));
    let Figures { pairs, firing, undetermined, left, native, engine, engine_pairs, by_rule } = figures;
    println!("{resources} resources x {} rules = {all} pairs", bundle.rules.len());
    println!("skipped by selection {:>12}", all.saturating_sub(pairs as usize));
    println!(
        "evaluated            {pairs:>12}, of which {firing} find something and {undetermined} hang on the unknown"
    );
    println!("left to the engine   {left:>12}");
    println!("native               {:>12} ns a pair, {:.3} s in all", each(native, pairs), native.as_secs_f64());
    println!("engine               {:>12} ns a pair, over {engine_pairs} of them", each(engine, engine_pairs));
    let mut slowest: Vec<_> = by_rule.into_iter().collect();
    slowest.sort_by_key(|(_, (time, _))| std::cmp::Reverse(*time));
    for (rule, (time, count)) in slowest.into_iter().take(8) {
        println!("  {:<45} {:>8} ns a pair, {:.3} s", bundle.rules[rule].id, each(time, count), time.as_secs_f64());
    }
}

fn compilation() {
    let mut times = Vec::new();
    let mut rules = 1;
    for _ in 0..7 {
        let bundle = Bundle::load(&[], &Choice::default(), &Sources::default());
        rules = u32::try_from(bundle.rules.len()).unwrap_or(1);
        let start = Instant::now();
        seaworthy::policy::probe::compile_all(&bundle);
        times.push(start.elapsed());
    }
    times.sort();
    let median = times[times.len() / 2];
    println!("parsing and compiling {:.1} ms for {RULES} rules", (median * RULES / rules).as_secs_f64() * 1e3);
}
