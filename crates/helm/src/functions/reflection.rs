//! Sprig's questions about types.

use super::Type::{Any, String as Str};
use super::{Function, fixed};
use crate::value::Value;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("typeOf", &[Any], |_, args| Ok(Value::from(args.any(0).value.type_name()).into())),
    fixed("typeIs", &[Str, Any], |_, args| Ok(Value::Bool(args.str(0) == args.any(1).value.type_name()).into())),
    fixed("typeIsLike", &[Str, Any], |_, args| {
        let name = args.any(1).value.type_name();
        Ok(Value::Bool(args.str(0) == name || format!("*{}", args.str(0)) == name).into())
    }),
    fixed("kindOf", &[Any], |_, args| Ok(Value::from(args.any(0).value.kind()).into())),
    fixed("kindIs", &[Str, Any], |_, args| Ok(Value::Bool(args.str(0) == args.any(1).value.kind()).into())),
    fixed("deepEqual", &[Any, Any], |_, args| {
        Ok(Value::Bool(args.any(0).value.deep_equal(&args.any(1).value, 0)).into())
    }),
];
