//! RSA private keys, as far as `rsadecrypt` needs them: read, and decryption with PKCS #1 v1.5 padding.

use num_bigint::BigUint;

use super::encoding::decode_base64;

/// An RSA private key.
pub struct PrivateKey {
    modulus: BigUint,
    exponent: BigUint,
}

/// Keys of more bits than this take too long.
const BITS_LIMIT: u64 = 16_384;

impl PrivateKey {
    /// Reads a key in PEM: PKCS #1, PKCS #8 or OpenSSH's own form, not encrypted.
    pub fn parse(pem: &str) -> Result<Self, String> {
        let invalid = |problem: &str| format!("invalid private key: {problem}");
        let no_key = || invalid("ssh: no key found");
        let begin = pem.find("-----BEGIN ").ok_or_else(no_key)? + "-----BEGIN ".len();
        let (kind, rest) = pem[begin..].split_once("-----").ok_or_else(no_key)?;
        let (body, _) = rest.split_once("-----END ").ok_or_else(no_key)?;
        if body.contains("Proc-Type:") && body.contains("ENCRYPTED") {
            return Err(invalid("ssh: this private key is passphrase protected"));
        }
        // Headers end with an empty line.
        let body = body.split_once("\n\n").map_or(body, |(_, data)| data);
        let packed: String = body.split_whitespace().collect();
        let bytes = decode_base64(&packed).map_err(|_| no_key())?;
        let malformed = || "invalid ASN1 data in the given private key: data truncated".to_owned();
        let key = match kind {
            "RSA PRIVATE KEY" => Self::from_pkcs1(&bytes).ok_or_else(malformed)?,
            "PRIVATE KEY" => Self::from_pkcs8(&bytes).ok_or_else(malformed)?,
            "OPENSSH PRIVATE KEY" => Self::from_openssh(&bytes)
                .ok_or_else(|| invalid("ssh: this private key is passphrase protected, or not an RSA key"))?,
            kind => {
                let kind = crate::value::text::quote(kind);
                return Err(invalid(&format!("ssh: unsupported key type {kind}")));
            }
        };
        if key.modulus.bits() == 0 || key.modulus.bits() > BITS_LIMIT {
            return Err(invalid("the modulus is zero, or has too many bits"));
        }
        Ok(key)
    }

    fn from_pkcs1(der: &[u8]) -> Option<Self> {
        let mut fields = Der(Der(der).element(0x30)?);
        fields.element(0x02)?;
        let modulus = BigUint::from_bytes_be(fields.element(0x02)?);
        fields.element(0x02)?;
        let exponent = BigUint::from_bytes_be(fields.element(0x02)?);
        Some(Self { modulus, exponent })
    }

    fn from_pkcs8(der: &[u8]) -> Option<Self> {
        const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
        let mut fields = Der(Der(der).element(0x30)?);
        fields.element(0x02)?;
        let algorithm = Der(fields.element(0x30)?).element(0x06)?;
        (algorithm == RSA).then(|| Self::from_pkcs1(fields.element(0x04)?))?
    }

    fn from_openssh(bytes: &[u8]) -> Option<Self> {
        let mut fields = Ssh(bytes.strip_prefix(b"openssh-key-v1\0")?);
        if fields.text()? != b"none" || fields.text()? != b"none" {
            return None;
        }
        fields.text()?;
        // The number of keys, and the public key.
        fields.skip(4)?;
        fields.text()?;
        let mut key = Ssh(fields.text()?);
        key.skip(8)?;
        if key.text()? != b"ssh-rsa" {
            return None;
        }
        let modulus = BigUint::from_bytes_be(key.text()?);
        key.text()?;
        let exponent = BigUint::from_bytes_be(key.text()?);
        Some(Self { modulus, exponent })
    }

    /// The decrypted secret; `None` if it was not encrypted for this key.
    pub fn decrypt(&self, secret: &[u8]) -> Option<Vec<u8>> {
        let secret = BigUint::from_bytes_be(secret);
        if secret >= self.modulus {
            return None;
        }
        let size = usize::try_from(self.modulus.bits().div_ceil(8)).ok()?;
        let plain = secret.modpow(&self.exponent, &self.modulus).to_bytes_be();
        // 0, 2, at least eight random bytes, 0; the first zero is lost with the number.
        let [2, padded @ ..] = &plain[..] else { return None };
        let end = padded.iter().position(|byte| *byte == 0)?;
        (plain.len() + 1 == size && end >= 8).then(|| padded[end + 1..].to_vec())
    }
}

/// A reader of DER.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next element, which has the tag `tag`.
    fn element(&mut self, tag: u8) -> Option<&'a [u8]> {
        let [found, first, rest @ ..] = self.0 else { return None };
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            _ => {
                let count = usize::from(first & 0x7f);
                let digits = rest.get(..count).filter(|digits| !digits.is_empty() && digits.len() <= 4)?;
                (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), &rest[count..])
            }
        };
        let content = rest.get(..length)?;
        self.0 = &rest[length..];
        (*found == tag).then_some(content)
    }
}

/// A reader of OpenSSH's fields, each after its length.
struct Ssh<'a>(&'a [u8]);

impl<'a> Ssh<'a> {
    fn skip(&mut self, count: usize) -> Option<&'a [u8]> {
        let (skipped, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(skipped)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.skip(4)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        self.skip(length)
    }
}
