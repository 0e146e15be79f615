//! What is declared for each resource: which declaration wins, and what a rule reads.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::fs;

use seaworthy::config;
use seaworthy::discover::Request;
use seaworthy::scan::{self, Inputs};
use seaworthy_source::{Node, Number, Sources, Value};

/// What is declared for each resource of some files, a line each.
fn declared(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let file = config::read(&folder.path().join(seaworthy::discover::FILE_NAME), Sources::default());
    let requirements = file.map(|file| file.declarations()).unwrap_or_default();
    let request = Request { paths: vec![folder.path().to_path_buf()], ..Request::default() };
    let inputs = Inputs { requirements, ..Inputs::default() };
    let loaded = scan::load(&request, &inputs).expect("a request that can be read");
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let mut lines = Vec::new();
    for world in &loaded.worlds {
        for (resource, declared) in world.resources.iter().zip(&world.requirements) {
            let declared = declared.as_ref().map_or_else(|| "nothing".to_owned(), text);
            lines.push(format!("{resource}: {declared}"));
        }
    }
    lines.join("\n")
}

fn text(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Integer(value)) => value.to_string(),
        Value::Number(Number::Float(value)) => value.to_string(),
        Value::String(text) => text.to_string(),
        Value::Unknown(unknown) => format!("unknown, as {}", unknown.cause),
        Value::List(items) => items.iter().map(text).collect::<Vec<_>>().join("+"),
        Value::Map(map) => {
            let entries = map.iter().map(|entry| format!("{} {}", entry.key, text(&entry.value)));
            entries.collect::<Vec<_>>().join(", ")
        }
    }
}

#[test]
fn what_is_nearest_wins_key_by_key() {
    let config = "
requirements:
  - match: {namespace: shop}
    declare: {traffic-rps: 2, read-ratio: 0.2, data-size-gb: 2, latency-objective-ms: 2}
  - match: {type: [Deployment, StatefulSet], labels: {tier: a*}}
    declare: {read-ratio: 0.3, data-size-gb: 3, latency-objective-ms: 3}
";
    let manifests = r#"
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  annotations: {seaworthy.dev/cost-sensitive: "true", seaworthy.dev/traffic-rps: "1"}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations: {seaworthy.dev/latency-objective-ms: "5"}
spec:
  selector: {matchLabels: {tier: api}}
  template:
    metadata:
      labels: {tier: api}
      annotations: {seaworthy.dev/data-size-gb: "4.5", seaworthy.dev/latency-objective-ms: "4", other.example/batch: "x"}
    spec: {containers: [{name: web, image: "web:1"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: other}
spec: {selector: {tier: api}}
"#;
    let expected = "\
Namespace shop: cost_sensitive true, traffic_rps 1
Deployment shop/web: cost_sensitive true, data_size_gb 4.5, latency_objective_ms 5, read_ratio 0.3, traffic_rps 2
Service other/web: nothing";
    assert_eq!(declared(&[("seaworthy.yaml", config), ("web.yaml", manifests)]), expected);
}

#[test]
fn resources_of_terraform_are_meant_by_address_type_module_and_tags() {
    let config = r#"
requirements:
  - match: {address: aws_db_instance.a}
    declare: {read-ratio: 0.1}
  - match: {address: 'aws_db_instance.a["eu"]'}
    declare: {data-size-gb: 2}
  - match: {type: aws_db_*, namespace: module.*}
    declare: {read-ratio: 0.3}
  - match: {tags: {team: ml}}
    declare: {cost-sensitive: true}
  - match: {labels: {team: ml}}
    declare: {simplicity: true}
"#;
    let main = r#"
variable "team" {}
provider "aws" {
  default_tags {
    tags = { team = "ml" }
  }
}
resource "aws_db_instance" "a" {
  for_each = toset(["eu", "us"])
  tags     = { "seaworthy.dev/allowed-regions" = "eu-west-1, eu-west-2" }
}
resource "azurerm_redis_cache" "b" { tags = { team = var.team } }
resource "google_redis_instance" "c" { labels = { team = "ml" } }
resource "google_redis_instance" "d" { labels = { team = "web" } }
"#;
    let expected = r#"
aws_db_instance.a["eu"]: allowed_regions eu-west-1+eu-west-2, cost_sensitive true, data_size_gb 2, read_ratio 0.1
aws_db_instance.a["us"]: allowed_regions eu-west-1+eu-west-2, cost_sensitive true, read_ratio 0.1
azurerm_redis_cache.b: cost_sensitive unknown, as which resources are meant is not known yet
google_redis_instance.c: simplicity true
google_redis_instance.d: nothing"#
        .trim_start();
    assert_eq!(declared(&[("seaworthy.yaml", config), ("main.tf", main)]), expected);
}
