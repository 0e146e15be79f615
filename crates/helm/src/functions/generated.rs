//! Functions whose result each rendering makes up anew: they give a fixed text here, marked as generated.

use std::rc::Rc;

use super::Type::{Any, Int, String as Str};
use super::{Args, Context, Function, Outcome, fixed, variadic};
use crate::limits::MAX_TEXT;
use crate::object::{Object, Struct};
use crate::text::Text;
use crate::value::{Tracked, Value};

const RANDOM: &str = "random, made anew by each rendering";
const KEY: &str = "a key or certificate, made anew by each rendering";
const HASH: &str = "a salted hash, made anew by each rendering";

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("randAlphaNum", &[Int], |context, args| random(context, args, "generatedText")),
    fixed("randAlpha", &[Int], |context, args| random(context, args, "generatedText")),
    fixed("randAscii", &[Int], |context, args| random(context, args, "generatedText")),
    fixed("randNumeric", &[Int], |context, args| random(context, args, "1234567890")),
    fixed("randBytes", &[Int], |context, args| {
        let Value::String(text) = random(context, args, "generatedText")?.value else { return Ok(Tracked::NIL) };
        Ok(made(context, data_encoding::BASE64.encode(text.bytes()), RANDOM))
    }),
    fixed("randInt", &[Int, Int], |context, args| {
        if args.int(1) <= args.int(0) {
            return Err("invalid argument to Intn".into());
        }
        Ok(Tracked::new(Value::int(args.int(0)), context.generated(RANDOM)))
    }),
    fixed("shuffle", &[Str], |context, args| Ok(made(context, args.str(0), RANDOM))),
    fixed("uuidv4", &[], |context, _| Ok(made(context, "00000000-0000-4000-8000-000000000000".into(), RANDOM))),
    fixed("bcrypt", &[Str], |context, _| Ok(made(context, BCRYPT.into(), HASH))),
    variadic("htpasswd", &[Str, Str], Any, |context, args| {
        if args.str(0).contains(':') {
            return Ok(Value::from(format!("invalid username: {}", args.str(0))).into());
        }
        Ok(made(context, format!("{}:{BCRYPT}", args.str(0)), HASH))
    }),
    fixed("encryptAES", &[Str, Str], |context, _| Ok(made(context, "Z2VuZXJhdGVkQ2lwaGVydGV4dA==".into(), HASH))),
    fixed("decryptAES", &[Str, Str], |context, _| Ok(made(context, "decrypted".into(), HASH))),
    fixed("derivePassword", &[Any, Str, Str, Str, Str], |context, _| Ok(made(context, "derivedPassword".into(), KEY))),
    fixed("genPrivateKey", &[Str], |context, args| {
        Ok(match args.str(0).as_str() {
            "" | "rsa" | "dsa" | "ecdsa" | "ed25519" => made(context, pem("PRIVATE KEY"), KEY),
            other => Value::from(format!("Unknown type {other}")).into(),
        })
    }),
    fixed("genCA", &[Str, Int], |context, _| Ok(certificate(context))),
    fixed("genCAWithKey", &[Str, Int, Str], |context, _| Ok(certificate(context))),
    fixed("genSelfSignedCert", &[Str, Any, Any, Int], |context, _| Ok(certificate(context))),
    fixed("genSelfSignedCertWithKey", &[Str, Any, Any, Int, Str], |context, _| Ok(certificate(context))),
    fixed("genSignedCert", &[Str, Any, Any, Int, Any], |context, _| Ok(certificate(context))),
    fixed("genSignedCertWithKey", &[Str, Any, Any, Int, Any, Str], |context, _| Ok(certificate(context))),
    fixed("buildCustomCert", &[Str, Str], |_, args| {
        let decode = |number: usize| {
            let bytes = data_encoding::BASE64.decode(args.text(number).bytes());
            let bytes = bytes.map_err(|_| "unable to decode base64 certificate".to_owned())?;
            Ok::<_, String>(Tracked::new(Value::String(Text::new(bytes)), args.any(number).mark))
        };
        Ok(pair(decode(0)?, decode(1)?))
    }),
];

const BCRYPT: &str = "$2a$10$generatedgeneratedgenerageneratedgeneratedgenerated00";

fn made(context: &Context, text: String, cause: &'static str) -> Tracked {
    Tracked::new(text.into(), context.generated(cause))
}

fn random(context: &Context, args: Args<'_>, pattern: &str) -> Outcome {
    let count = usize::try_from(args.int(0)).unwrap_or(0);
    if count > MAX_TEXT {
        return Err(format!("it makes a text of more than {} MB", MAX_TEXT >> 20));
    }
    Ok(made(context, pattern.chars().cycle().take(count).collect(), RANDOM))
}

fn pem(name: &str) -> String {
    format!("-----BEGIN {name}-----\nZ2VuZXJhdGVkIGJ5IGVhY2ggcmVuZGVyaW5n\n-----END {name}-----\n")
}

fn certificate(context: &Context) -> Tracked {
    pair(made(context, pem("CERTIFICATE"), KEY), made(context, pem("RSA PRIVATE KEY"), KEY))
}

fn pair(certificate: Tracked, key: Tracked) -> Tracked {
    let fields = vec![("Cert", Some("Cert"), certificate), ("Key", Some("Key"), key)];
    Value::Object(Rc::new(Object::Struct(Struct { type_name: "sprig.certificate", fields }))).into()
}
