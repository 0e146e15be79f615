//! Configurations that are wrong or meant to hurt: each is reported, in time, and everything else is evaluated all the
//! same. The cases are in `tests/hostile/`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use seaworthy_source::{Diagnostic, Disk, Level, Sources};
use seaworthy_terraform::Root;
use seaworthy_terraform::eval::Evaluated;
use seaworthy_terraform::inputs::{Argument, InputSettings};

/// A debug build is some twenty times slower than what people use.
const TIME: Duration = Duration::from_secs(30);

/// Evaluates the root module in a folder, and collects what is reported.
fn evaluate(folder: &Path, settings: &InputSettings, disk: &Disk, sources: &Sources) -> (Evaluated, Vec<Diagnostic>) {
    let root = Root::load(folder, settings, disk, sources).expect("a root module");
    let evaluated = root.evaluate(disk, sources);
    let mut diagnostics = root.diagnostics();
    diagnostics.extend(evaluated.diagnostics.iter().cloned());
    (evaluated, diagnostics)
}

#[test]
fn errors_are_reported_and_the_rest_is_evaluated() {
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile"))
        .expect("cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tf"))
        .collect();
    files.sort();
    let mut report = String::new();
    for path in files {
        // Alone in its folder, which is what makes it a module.
        let folder = tempfile::tempdir().expect("a folder");
        let name = path.file_name().expect("a name");
        fs::copy(&path, folder.path().join(name)).expect("a copy");
        let began = Instant::now();
        let sources = Sources::default();
        let disk = Disk::within(&[folder.path().to_path_buf()]);
        let (evaluated, diagnostics) = evaluate(folder.path(), &InputSettings::default(), &disk, &sources);
        let unknown = evaluated.resources.iter().filter(|it| it.node(&sources).holds_unknown()).count();
        assert!(began.elapsed() < TIME, "{}: {:?}", path.display(), began.elapsed());
        let _ = writeln!(report, "{}", name.to_string_lossy());
        for diagnostic in &diagnostics {
            let line = diagnostic.labels.first().map_or(0, |(span, _)| {
                let file = sources.get(span.file);
                file.position(span.start).line
            });
            let message = diagnostic.message.replace(&*folder.path().to_string_lossy(), "FOLDER");
            let _ = writeln!(report, "  {line}: {message}");
        }
        let all = evaluated.resources.len();
        let _ = writeln!(report, "  {all} resources, {unknown} of them with unknown values\n");
    }
    insta::assert_snapshot!("terraform_hostile", report);
}

/// A repository, and files outside of it that no one may read.
fn repository(main: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("repository/.terraform/modules")).expect("a folder");
    fs::create_dir_all(path("outside/module")).expect("a folder");
    fs::write(path("repository/main.tf"), main).expect("a file");
    for name in ["outside/module/main.tf", "outside/values.tfvars", "outside/text.txt"] {
        fs::write(path(name), "secret = \"hunter2\"\noutput \"secret\" { value = \"hunter2\" }\n").expect("a file");
    }
    folder
}

/// Evaluates the repository, and sees that nothing outside of it was read.
fn refused(folder: &Path) -> (Evaluated, Vec<String>) {
    let repository = folder.join("repository");
    let sources = Sources::default();
    let disk = Disk::within(std::slice::from_ref(&repository));
    let (evaluated, diagnostics) = evaluate(&repository, &InputSettings::default(), &disk, &sources);
    for file in sources.all() {
        assert!(!file.text().contains("hunter2"), "{} was read", file.name());
    }
    assert!(!format!("{:?}", evaluated.resources).contains("hunter2"));
    let refused = diagnostics.iter().map(|diagnostic| {
        assert!(diagnostic.message.contains("lies outside the scanned repository and was not read"), "{diagnostic:?}");
        let help = diagnostic.help.as_deref().unwrap_or_default();
        assert!(help.starts_with("Scan a folder that holds both, or put a copy inside."), "{diagnostic:?}");
        format!("{:?} {}", diagnostic.level, diagnostic.message.replace(&*folder.to_string_lossy(), ""))
    });
    let mut refused: Vec<String> = refused.collect();
    refused.sort();
    (evaluated, refused)
}

#[test]
fn modules_outside_of_the_repository_are_not_read() {
    let folder = repository(
        r#"
        module "climbs" { source = "../outside/module" }
        module "installed" { source = "example/module/aws" }
        module "absolute" { source = "example/absolute/aws" }
        resource "aws_sqs_queue" "queue" { name = module.climbs.secret }
        "#,
    );
    let absolute = folder.path().join("outside/module").to_string_lossy().into_owned();
    let manifest = serde_json::json!({"Modules": [
        {"Key": "installed", "Dir": "../outside/module"},
        {"Key": "absolute", "Dir": absolute},
    ]});
    fs::write(folder.path().join("repository/.terraform/modules/modules.json"), manifest.to_string()).expect("a file");
    let (evaluated, refused) = refused(folder.path());
    let reason = "lies outside the scanned repository and was not read";
    assert_eq!(
        refused,
        [
            format!("Error module `absolute` was not evaluated: `/outside/module` {reason}"),
            format!("Error module `climbs` was not evaluated: `/outside/module` {reason}"),
            format!("Error module `installed` was not evaluated: `/outside/module` {reason}"),
        ]
    );
    let name = &evaluated.resources[0].body.attributes[0].value;
    assert!(!name.is_known(), "its output is unknown: {name:?}");
}

#[test]
fn files_outside_of_the_repository_are_not_read() {
    let folder = repository(
        r#"
        locals {
          file     = file("../outside/text.txt")
          hash     = filesha256("${path.module}/../outside/text.txt")
          exists   = fileexists("../outside/text.txt")
          template = templatefile("../outside/text.txt", {})
          files    = fileset("../outside", "**")
          home     = file("~/.ssh/id_rsa")
        }
        output "all" { value = [local.file, local.hash, local.exists, local.template, local.files, local.home] }
        "#,
    );
    let (evaluated, refused) = refused(folder.path());
    assert_eq!(refused.len(), 6, "{refused:#?}");
    assert!(refused.iter().all(|message| message.starts_with("Warning")), "{refused:#?}");
    let (_, all) = &evaluated.outputs[0];
    assert!(all.items().expect("a list").iter().all(|item| !item.is_known()), "{all:?}");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_repository_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = repository(
        r#"
        variable "secret" { default = "" }
        module "linked" { source = "./linked" }
        module "holds_link" { source = "./holds_link" }
        output "file" { value = file("linked.txt") }
        output "files" { value = fileset("linked", "*") }
        "#,
    );
    let repository = folder.path().join("repository");
    fs::create_dir(repository.join("holds_link")).expect("a folder");
    fs::write(repository.join("holds_link/main.tf"), "").expect("a file");
    for (target, link) in [
        ("../outside/module", "linked"),
        ("../../outside/module/main.tf", "holds_link/linked.tf"),
        ("../outside/module/main.tf", "linked.tf"),
        ("../outside/values.tfvars", "terraform.tfvars"),
        ("../outside/text.txt", "linked.txt"),
        ("../../../outside/text.txt", ".terraform/modules/modules.json"),
    ] {
        symlink(target, repository.join(link)).expect("a link");
    }
    let (_, refused) = refused(folder.path());
    // The module, two configuration files, the values, the manifest, and both functions.
    assert_eq!(refused.len(), 7, "{refused:#?}");
}

/// The user names these, so they are read wherever they are.
#[test]
fn files_of_the_command_line_may_be_anywhere() {
    let folder = repository("variable \"secret\" {}\noutput \"secret\" { value = var.secret }\n");
    fs::write(folder.path().join("outside/values.tfvars"), "secret = \"named\"\n").expect("a file");
    let arguments = vec![Argument::File(folder.path().join("outside/values.tfvars"))];
    let settings = InputSettings { arguments, ..InputSettings::default() };
    let repository = folder.path().join("repository");
    let (sources, disk) = (Sources::default(), Disk::within(std::slice::from_ref(&repository)));
    let (evaluated, diagnostics) = evaluate(&repository, &settings, &disk, &sources);
    assert_eq!(diagnostics, []);
    assert_eq!(evaluated.outputs[0].1.as_str(), Some("named"));
}

/// A FIFO would be waited for, and a device could be read for ever.
#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let folder = repository("output \"zero\" { value = [file(\"zero\"), fileexists(\"zero\")] }\n");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("repository/zero")).expect("a link");
    let repository = folder.path().join("repository");
    let (_, diagnostics) = evaluate(&repository, &InputSettings::default(), &Disk::anywhere(), &Sources::default());
    assert!(diagnostics.iter().all(|it| it.level == Level::Error && it.message.contains("is not a regular file")));
    assert!(!diagnostics.is_empty());
}
