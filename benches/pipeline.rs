//! What each part of the way costs, on manifests like those that people write. `cargo bench`.

#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]
#![allow(missing_docs, reason = "the macros of criterion write items without")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use seaworthy::discover::{self, Request};
use seaworthy::kubernetes;
use seaworthy::policy::{self, Bundle, Choice, Severity};
use seaworthy::scan::{self, Inputs, Options};
use seaworthy::source::Sources;
use seaworthy::world::World;
use seaworthy::yaml;

/// Applications in the corpus; each is four resources in a folder of its own.
const APPLICATIONS: usize = 500;

/// An application as a team would write it, with a fault here and there.
fn application(number: usize) -> String {
    let name = format!("app-{number}");
    let namespace = format!("team-{}", number % 20);
    let privileged = if number.is_multiple_of(7) { "yes" } else { "no" };
    let image = if number.is_multiple_of(5) { "latest" } else { "1.4.2" };
    let mut text = String::new();
    let _ = write!(
        text,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  labels: &labels\n    \
         app.kubernetes.io/name: {name}\n    app.kubernetes.io/part-of: platform\nspec:\n  replicas: {}\n  selector:\n    \
         matchLabels:\n      app.kubernetes.io/name: {name}\n  template:\n    metadata:\n      labels: *labels\n    spec:\n      \
         serviceAccountName: {name}\n      securityContext:\n        runAsNonRoot: true\n        seccompProfile: {{type: \
         RuntimeDefault}}\n      containers:\n",
        number % 4
    );
    for container in ["main", "proxy"] {
        let _ = write!(
            text,
            "      - name: {container}\n        image: registry.example.com/platform/{name}:{image}\n        args: [--port, \
             \"8080\", --log-level, info]\n        env:\n        - name: POD_NAME\n          valueFrom: {{fieldRef: \
             {{fieldPath: metadata.name}}}}\n        - {{name: CACHE_SIZE, value: \"1024\"}}\n        ports:\n        - \
             {{name: http, containerPort: 8080}}\n        readinessProbe:\n          httpGet: {{path: /ready, port: http}}\n        \
             securityContext:\n          privileged: {privileged}\n          capabilities: {{drop: [ALL]}}\n        \
             resources:\n          requests: {{cpu: 100m, memory: 128Mi}}\n          limits: {{memory: 256Mi}}\n        \
             volumeMounts:\n        - {{name: config, mountPath: /etc/app}}\n"
        );
    }
    let _ = write!(
        text,
        "      volumes:\n      - name: config\n        configMap: {{name: {name}}}\n---\napiVersion: v1\nkind: Service\n\
         metadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  selector:\n    app.kubernetes.io/name: {name}\n  ports:\n  \
         - {{name: http, port: 80, targetPort: http}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, \
         namespace: {namespace}}}\ndata:\n  settings.ini: |\n    [server]\n    port = 8080\n---\napiVersion: autoscaling/v2\n\
         kind: HorizontalPodAutoscaler\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  scaleTargetRef: \
         {{apiVersion: apps/v1, kind: Deployment, name: {name}}}\n  minReplicas: 2\n  maxReplicas: 6\n  metrics:\n  - type: \
         Resource\n    resource: {{name: cpu, target: {{type: Utilization, averageUtilization: 70}}}}\n"
    );
    text
}

/// Writes the corpus below a folder and tells its size in bytes.
fn corpus(root: &Path) -> u64 {
    let mut bytes = 0;
    for number in 0..APPLICATIONS {
        let folder = root.join(format!("app-{number}"));
        fs::create_dir_all(&folder).expect("a folder");
        let text = application(number);
        bytes += text.len() as u64;
        fs::write(folder.join("all.yaml"), text).expect("a file");
    }
    bytes
}

fn options(root: &Path) -> Options {
    Options {
        request: Request { paths: vec![root.to_path_buf()], ..Request::default() },
        inputs: Inputs::default(),
        policies: Vec::new(),
        choice: Choice::default(),
        native: true,
        min_severity: Severity::Info,
        ignores: true,
        today: jiff::civil::date(2026, 1, 1),
    }
}

fn pipeline(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = corpus(folder.path());
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(20).throughput(Throughput::Bytes(bytes));

    let sources = Sources::default();
    let texts: Vec<String> = (0..APPLICATIONS).map(application).collect();
    let files: Vec<_> =
        texts.iter().map(|text| sources.add(PathBuf::from("a.yaml"), "a.yaml".to_owned(), text.clone())).collect();
    group.bench_function("parse (one thread)", |bench| {
        bench.iter(|| files.iter().for_each(|file| drop(black_box(yaml::parse(file)))));
    });

    let discovery = discover::discover(&options(folder.path()).request).expect("a request");
    group.bench_function("load", |bench| {
        bench.iter(|| black_box(kubernetes::load(&discovery.units[0], &Sources::default(), None)));
    });

    let sources = Sources::default();
    let loaded = kubernetes::load(&discovery.units[0], &sources, None);
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
