//! What it costs to read and to evaluate Terraform. `cargo bench -p seaworthy-terraform`.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]
#![allow(missing_docs, reason = "the macros of criterion write items without")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use seaworthy_source::{Disk, Sources};
use seaworthy_terraform::inputs::InputSettings;
use seaworthy_terraform::{Root, syntax};

/// Resources as people write them: references, functions, heredocs, nested and dynamic blocks.
fn service(number: usize) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        r#"
# Service {number}
resource "aws_ecs_service" "service_{number}" {{
  name            = "${{local.prefix}}-service-{number}"
  cluster         = aws_ecs_cluster.main.id
  desired_count   = var.environment == "prod" ? 3 : 1
  task_definition = aws_ecs_task_definition.service_{number}.arn

  network_configuration {{
    subnets          = [for subnet in aws_subnet.private : subnet.id]
    security_groups  = [aws_security_group.service_{number}.id]
    assign_public_ip = false
  }}

  tags = merge(local.tags, {{ Service = "service-{number}", Index = {number} }})
}}

resource "aws_ecs_task_definition" "service_{number}" {{
  family = "service-{number}"
  container_definitions = jsonencode([
    {{
      name   = "main"
      image  = "registry.example.com/service-{number}:1.${{var.minor}}.0"
      memory = max(512, {number} % 7 * 256)
      environment = [for key, value in {{ PORT = "8080", NAME = "service-{number}" }} : {{ name = key, value = value }}]
    }}
  ])
}}

resource "aws_security_group" "service_{number}" {{
  name = "service-{number}"

  dynamic "ingress" {{
    for_each = toset(["80", "443"])
    content {{
      from_port   = tonumber(ingress.value)
      to_port     = tonumber(ingress.value)
      protocol    = "tcp"
      cidr_blocks = [cidrsubnet("10.0.0.0/8", 8, {number} % 256)]
    }}
  }}
}}

resource "aws_iam_policy" "service_{number}" {{
  policy = <<-JSON
    {{
      "Version": "2012-10-17",
      "Statement": [{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data-{number}/*"}}]
    }}
  JSON
}}
"#
    );
    text
}

const COMMON: &str = r#"
variable "environment" {
  default = "prod"
}

variable "minor" {
  type    = number
  default = 4
}

locals {
  prefix = "acme-${var.environment}"
  tags   = { Environment = var.environment, ManagedBy = "terraform" }
}

resource "aws_ecs_cluster" "main" {
  name = local.prefix
}

resource "aws_subnet" "private" {
  count      = 3
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}
"#;

const MODULE: &str = r#"
variable "names" {
  type = list(string)
}

resource "aws_sqs_queue" "queue" {
  for_each = toset(var.names)
  name     = "queue-${each.key}"
  tags     = { Name = each.value, Upper = upper(each.key) }
}

resource "aws_sqs_queue_policy" "queue" {
  for_each  = aws_sqs_queue.queue
  queue_url = each.value.id
  policy    = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = each.value.arn }] })
}
"#;

/// A root that calls a module for ten lists of `names` names each.
fn repeated(folder: &Path, names: usize) {
    let mut text = format!("locals {{ names = [for number in range({names}) : \"n${{number}}\"] }}\n");
    for call in 0..10 {
        let _ = writeln!(text, "module \"m{call}\" {{\n  source = \"./module\"\n  names  = local.names\n}}");
    }
    std::fs::create_dir_all(folder.join("module")).expect("a folder");
    std::fs::write(folder.join("main.tf"), text).expect("a file");
    std::fs::write(folder.join("module/main.tf"), MODULE).expect("a file");
}

fn resources(folder: &Path) -> usize {
    let sources = Sources::default();
    let disk = Disk::within(&[folder.to_path_buf()]);
    let root = Root::load(folder, &InputSettings::default(), &disk, &sources).expect("a root module");
    let resources = root.evaluate(&disk, &sources).resources;
    resources.iter().for_each(|resource| drop(black_box(resource.node(&sources))));
    resources.len()
}

fn terraform(criterion: &mut Criterion) {
    let text: String = (0..500).map(service).collect();
    let mut group = criterion.benchmark_group("terraform");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |bencher| {
        let file = Sources::default().add(PathBuf::from("main.tf"), "main.tf".into(), text.clone());
        bencher.iter(|| black_box(syntax::parse(&file)).body.blocks.len());
    });
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("common.tf"), COMMON).expect("a file");
    std::fs::write(folder.path().join("services.tf"), &text).expect("a file");
    group.throughput(Throughput::Elements(resources(folder.path()) as u64));
    group.bench_function("evaluate", |bencher| bencher.iter(|| resources(folder.path())));
    for names in [10, 100, 1000] {
        let folder = tempfile::tempdir().expect("a folder");
        repeated(folder.path(), names);
        let all = resources(folder.path());
        assert_eq!(all, names * 20);
        group.throughput(Throughput::Elements(all as u64));
        group.bench_function(BenchmarkId::new("for_each", names), |bencher| bencher.iter(|| resources(folder.path())));
    }
    group.finish();
}

criterion_group!(benches, terraform);
criterion_main!(benches);
