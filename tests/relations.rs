//! Which resources relate to which. Each folder below `tests/relations/` is a world; its relations are snapshotted.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use seaworthy::discover::Request;
use seaworthy::scan;
use seaworthy::world::World;

#[test]
fn resources_relate_as_they_should() {
    let mut folders: Vec<_> =
        fs::read_dir("tests/relations").expect("the cases").filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(!folders.is_empty());
    for folder in folders {
        let request = Request { paths: vec![folder.clone()], ..Request::default() };
        let loaded = scan::load(&request, &scan::Inputs::default()).expect("a request that can be read");
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        let text: String = loaded.worlds.iter().map(|world| relations(world, &loaded, &folder)).collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("relations");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}

fn relations(world: &World, loaded: &scan::LoadedWorlds, root: &Path) -> String {
    let mut text = String::new();
    let name = |number: usize| {
        let resource = &world.resources[number];
        let file = loaded.sources.get(resource.file());
        let below = file.path().strip_prefix(root).expect("a path below the case").to_string_lossy().replace('\\', "/");
        let below = if below == "all.yaml" { String::new() } else { format!(" ({below})") };
        format!("{resource}{below}")
    };
    for number in 0..world.resources.len() {
        let _ = writeln!(text, "{}", name(number));
        for (relation, other) in world.relations.of_resource(number) {
            let _ = writeln!(text, "  {}: {}", relation.name(), name(*other));
        }
    }
    text
}
