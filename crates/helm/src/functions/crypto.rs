//! Checksums.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256, Sha512};

use super::Type::String as Str;
use super::{Function, fixed};
use crate::value::Value;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("sha1sum", &[Str], |_, args| Ok(hex(&sha1::Sha1::digest(args.text(0).bytes())))),
    fixed("sha256sum", &[Str], |_, args| Ok(hex(&Sha256::digest(args.text(0).bytes())))),
    fixed("sha512sum", &[Str], |_, args| Ok(hex(&Sha512::digest(args.text(0).bytes())))),
    fixed("adler32sum", &[Str], |_, args| Ok(Value::from(adler32(args.text(0).bytes()).to_string()).into())),
];

fn hex(bytes: &[u8]) -> crate::value::Tracked {
    Value::from(HEXLOWER.encode(bytes)).into()
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    high << 16 | low
}
