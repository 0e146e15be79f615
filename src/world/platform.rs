use std::fmt;

/// What a resource is deployed by, as far as anything beyond its frontend has to know. A frontend declares its own, and
/// nothing asks which one it is: only what holds for it.
#[derive(Debug, Clone, Copy)]
pub struct Platform {
    /// The name that policies and reports use; one platform has one name.
    pub name: &'static str,
    /// The key of a rule's input below which the resource's content is: `object`, `values`.
    pub content: &'static str,
    /// How its resources are named.
    pub naming: Naming,
    /// The maps of a resource in which requirements can be declared for it, the last one winning.
    pub declarations: &'static [&'static [&'static str]],
    /// Whether the pods' metadata can declare requirements, too.
    pub pods_declare: bool,
    /// Whether its resources are objects that a cluster's API server admits.
    pub is_admitted: bool,
    /// Whether its resources are settings that others are made of: rules are given every key of them with its path.
    pub is_settings: bool,
    /// Whether how many there are of a resource can be unknown.
    pub is_counted: bool,
    /// Whether a value refers to others without any marks: `var.password`.
    pub has_bare_references: bool,
}

/// How resources of a platform are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// By group, version, kind, namespace and name: `apps/v1/Deployment`, `Deployment prod/web`.
    Kind,
    /// By an address of the platform's own, and a type: `aws_s3_bucket`.
    Address,
    /// By kind and name, the type below the platform's name: `helm/Chart`.
    BelowPlatform,
}

impl PartialEq for Platform {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Platform {}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
