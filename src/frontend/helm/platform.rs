use crate::world::{Naming, Platform};

/// Charts by themselves; what they render to is Kubernetes'.
pub static PLATFORM: Platform = Platform {
    name: "helm",
    content: "object",
    naming: Naming::BelowPlatform,
    declarations: &[],
    pods_declare: false,
    is_admitted: false,
    is_settings: true,
    is_counted: false,
    has_bare_references: false,
};
