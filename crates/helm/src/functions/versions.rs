//! Semantic versions.

use std::rc::Rc;

use super::Type::String as Str;
use super::{Function, fixed};
use crate::object::Object;
use crate::semver::{Constraint, Version};
use crate::value::{Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("semver", &[Str], |_, args| {
        let version = Version::parse(&args.str(0))?;
        Ok(Tracked::new(Value::Object(Rc::new(Object::Version(version))), args.any(0).mark))
    }),
    fixed("semverCompare", &[Str, Str], |_, args| {
        let text = args.str(0);
        if text.is_empty() {
            return Err("improper constraint: \"\"".into());
        }
        let constraint = Constraint::parse(&text)?;
        let version = Version::parse(&args.str(1))?;
        Ok(Value::Bool(constraint.allows(&version)).into())
    }),
];
