//! Base64 and Base32.

use data_encoding::{BASE32, BASE64, Encoding};

use super::Type::String as Str;
use super::{Args, Function, Outcome, fixed};
use crate::text::Text;
use crate::value::Value;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("b64enc", &[Str], |_, args| Ok(Value::from(BASE64.encode(args.text(0).bytes())).into())),
    fixed("b64dec", &[Str], |_, args| decoded(args, &BASE64, "base64")),
    fixed("b32enc", &[Str], |_, args| Ok(Value::from(BASE32.encode(args.text(0).bytes())).into())),
    fixed("b32dec", &[Str], |_, args| decoded(args, &BASE32, "base32")),
];

/// Sprig gives an error's text instead of failing. Go's decoders skip line breaks.
fn decoded(args: Args<'_>, encoding: &Encoding, name: &str) -> Outcome {
    let text: Vec<u8> = args.text(0).bytes().iter().copied().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    Ok(match encoding.decode(&text) {
        Ok(bytes) => Value::String(Text::new(bytes)).into(),
        Err(error) => {
            let is_foreign = |byte: &u8| *byte != b'=' && !encoding.specification().symbols.as_bytes().contains(byte);
            let position = text.iter().position(is_foreign).unwrap_or(error.position);
            Value::from(format!("illegal {name} data at input byte {position}")).into()
        }
    })
}
