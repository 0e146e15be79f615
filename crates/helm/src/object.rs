//! Values that have fields and methods of their own: `.Chart`, `.Capabilities`, versions, times.

use seaworthy_go::time::{self, Time};

use super::semver::Version;
use super::value::Tracked;

/// A Go struct or pointer to one.
#[derive(Debug)]
pub(super) enum Object {
    Struct(Struct),
    /// `.Capabilities.APIVersions`.
    ApiVersions(Vec<String>),
    Version(Version),
    Time(Time),
    /// A span of time, in nanoseconds (Helm 4's `toDuration`, and `.Sub` of times).
    Duration(i64),
}

/// Fields by name.
#[derive(Debug)]
pub(super) struct Struct {
    pub(super) type_name: &'static str,
    /// Name, name in JSON (none where it is left out), value. Empty values with a JSON name are left out of JSON.
    pub(super) fields: Vec<(&'static str, Option<&'static str>, Tracked)>,
}

impl Struct {
    pub(super) fn field(&self, name: &str) -> Option<&Tracked> {
        self.fields.iter().find(|(field, ..)| *field == name).map(|(.., value)| value)
    }
}

impl Object {
    pub(super) fn truth(&self) -> bool {
        match self {
            Self::ApiVersions(versions) => !versions.is_empty(),
            Self::Duration(nanoseconds) => *nanoseconds != 0,
            _ => true,
        }
    }

    pub(super) fn type_name(&self) -> &str {
        match self {
            Self::Struct(fields) => fields.type_name,
            Self::ApiVersions(_) => "chartutil.VersionSet",
            Self::Version(_) => "*semver.Version",
            Self::Time(_) => "time.Time",
            Self::Duration(_) => "time.Duration",
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Struct(fields) if fields.type_name.starts_with('*') => "ptr",
            Self::Struct(_) | Self::Time(_) => "struct",
            Self::ApiVersions(_) => "slice",
            Self::Version(_) => "ptr",
            Self::Duration(_) => "int64",
        }
    }

    /// Its own text, if its type has one.
    pub(super) fn print(&self) -> Option<String> {
        match self {
            Self::Struct(fields) if fields.type_name.ends_with(".KubeVersion") => {
                match &fields.field("Version")?.value {
                    super::value::Value::String(text) => Some(text.lossy().into_owned()),
                    _ => None,
                }
            }
            Self::Struct(_) => None,
            Self::ApiVersions(versions) => Some(format!("[{}]", versions.join(" "))),
            Self::Version(version) => Some(version.to_string()),
            Self::Time(time) => Some(time.to_string()),
            Self::Duration(nanoseconds) => Some(time::duration(*nanoseconds)),
        }
    }
}
