use crate::world::{Naming, Platform};

/// Kubernetes' own objects.
pub static PLATFORM: Platform = Platform {
    name: "kubernetes",
    content: "object",
    naming: Naming::Kind,
    declarations: &[&["metadata", "annotations"]],
    pods_declare: true,
    is_admitted: true,
    is_settings: false,
    is_counted: false,
    has_bare_references: false,
};
