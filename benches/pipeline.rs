//! What each part of the way costs, on manifests like those that people write. `cargo bench`.

#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]
#![allow(missing_docs, reason = "the macros of criterion write items without")]

mod applications;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use seaworthy::discover::{self, Discovery, Request};
use seaworthy::frontend::kubernetes;
use seaworthy::policy::{self, Bundle, Choice};
use seaworthy::scan::{self, Options};
use seaworthy::world::{Loaded, World};
use seaworthy_kustomize::Builder;
use seaworthy_source::{Disk, Sources, yaml};

/// Applications in the corpus; each is four resources in a folder of its own.
const APPLICATIONS: usize = 500;

fn options(root: &Path) -> Options {
    let request = Request { paths: vec![root.to_path_buf()], ..Request::default() };
    Options::new(request, jiff::civil::date(2026, 1, 1))
}

/// Loads the first unit, in which there are no kustomizations.
fn load(discovery: &Discovery, sources: &Sources) -> Loaded {
    let disk = Disk::within(&discovery.boundary);
    let builder = Builder::new(&disk, sources);
    let built = kubernetes::Built { used: &BTreeMap::new(), documents: builder.documents() };
    kubernetes::load(&discovery.units[0], &built, &disk, sources, None)
}

fn pipeline(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = applications::write(folder.path(), APPLICATIONS);
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(20).throughput(Throughput::Bytes(bytes));

    let sources = Sources::default();
    let texts: Vec<String> = (0..APPLICATIONS).map(applications::application).collect();
    let files: Vec<_> =
        texts.iter().map(|text| sources.add(PathBuf::from("a.yaml"), "a.yaml".to_owned(), text.clone())).collect();
    group.bench_function("parse (one thread)", |bench| {
        bench.iter(|| files.iter().for_each(|file| drop(black_box(yaml::parse(file)))));
    });

    let discovery = discover::discover(&options(folder.path()).request).expect("a request");
    group.bench_function("load", |bench| {
        bench.iter(|| black_box(load(&discovery, &Sources::default())));
    });

    let sources = Sources::default();
    let loaded = load(&discovery, &sources);
    group.bench_function("relate", |bench| {
        bench.iter_batched(
            || loaded.resources.clone(),
            |resources| black_box(World::new(resources, &sources)),
            criterion::BatchSize::LargeInput,
        );
    });

    let world = World::new(loaded.resources.clone(), &sources);
    let mut bundle = Bundle::load(&[], &Choice::default(), &sources);
    bundle.prepare(std::slice::from_ref(&world));
    group.bench_function("judge", |bench| bench.iter(|| black_box(policy::evaluate(&world, &bundle, &sources))));

    group.bench_function("all", |bench| {
        bench.iter(|| black_box(scan::scan(&options(folder.path()), &|_, _| {}).expect("a request")));
    });
    group.finish();

    let worlds = [world];
    criterion.bench_function("get the bundled rules ready", |bench| {
        bench.iter(|| {
            let mut bundle = Bundle::load(&[], &Choice::default(), &Sources::default());
            bundle.prepare(&worlds);
            black_box(bundle)
        });
    });
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
