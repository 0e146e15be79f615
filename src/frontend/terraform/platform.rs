use crate::world::{Naming, Platform};

/// Terraform's and OpenTofu's resources.
pub static PLATFORM: Platform = Platform {
    name: "terraform",
    content: "values",
    naming: Naming::Address,
    declarations: &[&["tags_all"], &["tags"]],
    pods_declare: false,
    is_admitted: false,
    is_settings: false,
    is_counted: true,
    has_bare_references: true,
};
