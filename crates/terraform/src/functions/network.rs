//! Addresses and ranges of addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use num_bigint::{BigInt, Sign};

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure};
use crate::value::{Type, Value};

const PREFIX: Parameter = Parameter::new("prefix", Want::String);
const STRING: TypeOf = TypeOf::Always(Want::String);

pub const FUNCTIONS: &[Function] = &[
    Function::new("cidrhost", &[PREFIX, Parameter::new("hostnum", Want::Number)], STRING, cidrhost),
    Function::new("cidrnetmask", &[PREFIX], STRING, cidrnetmask),
    Function::new(
        "cidrsubnet",
        &[PREFIX, Parameter::new("newbits", Want::Number), Parameter::new("netnum", Want::Number)],
        STRING,
        cidrsubnet,
    ),
    Function::new("cidrsubnets", &[PREFIX], TypeOf::Always(Want::ListOfString), cidrsubnets)
        .variadic(Parameter::new("newbits", Want::Number)),
];

/// A range of addresses: those that start with the first `length` bits of `address`.
#[derive(Debug, Clone, Copy)]
struct Network {
    /// The first address; the other bits are zero.
    address: u128,
    length: u32,
    /// How many bits an address has: 32 or 128.
    bits: u32,
}

/// `bits` ones from the right.
fn ones(bits: u32) -> u128 {
    1u128.checked_shl(bits).map_or(u128::MAX, |above| above - 1)
}

impl Network {
    fn parse(text: &str) -> Result<Self, String> {
        let invalid = || format!("invalid CIDR address: {text}");
        let (address, length) = text.split_once('/').ok_or_else(invalid)?;
        let (address, bits) = parse_address(address).ok_or_else(invalid)?;
        let valid = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length = length.parse().ok().filter(|length| valid && *length <= bits).ok_or_else(invalid)?;
        Ok(Self { address: address & !ones(bits - length), length, bits })
    }

    fn last(self) -> u128 {
        self.address | ones(self.bits - self.length)
    }

    /// Whether it is of IPv4, or looks like that because it is wrapped in IPv6.
    fn is_v4(self) -> bool {
        self.bits == 32 || self.address >> 32 == 0xffff
    }

    fn show(self) -> String {
        let wrapped = self.bits == 128 && self.is_v4();
        let length = if wrapped { self.length.saturating_sub(96) } else { self.length };
        format!("{}/{length}", show_address(self.address, self.bits))
    }
}

/// The number of an address and how many bits it has. Leading zeros are ignored.
fn parse_address(text: &str) -> Option<(u128, u32)> {
    if !text.contains(':') {
        return parse_v4(text).map(|address| (u128::from(u32::from(address)), 32));
    }
    // The standard library rejects leading zeros in IPv4 notation.
    let plain = match text.rfind(':').filter(|_| text.contains('.')) {
        Some(at) => format!("{}:{}", &text[..at], parse_v4(&text[at + 1..])?),
        None => text.to_owned(),
    };
    let address: Ipv6Addr = plain.parse().ok()?;
    Some((u128::from(address), 128))
}

fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = text.split('.').collect();
    let octet = |part: &&str| {
        let valid = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().and_then(|octet| u8::try_from(octet).ok()).filter(|_| valid)
    };
    let octets: Vec<u8> = parts.iter().map(octet).collect::<Option<_>>()?;
    <[u8; 4]>::try_from(octets).ok().map(Ipv4Addr::from)
}

fn show_address(address: u128, bits: u32) -> String {
    let v4 = |address: u128| Ipv4Addr::from(u32::try_from(address & 0xffff_ffff).unwrap_or(0)).to_string();
    // Go does not distinguish an IPv4 address from one that is mapped to IPv6.
    if bits == 32 || address >> 32 == 0xffff { v4(address) } else { Ipv6Addr::from(address).to_string() }
}

fn network(call: &Call) -> Result<Network, Failure> {
    Network::parse(call.text(0)).map_err(|problem| Failure::new(format!("invalid CIDR expression: {problem}")))
}

fn whole(call: &Call, index: usize) -> Result<BigInt, Failure> {
    let number = call.number(index);
    number.to_big().filter(|_| number.is_whole()).ok_or_else(|| Failure::new("value must be a whole number"))
}

/// The network's address with `number` put in so that it ends at the bit `end`, counted from the left.
///
/// Like the library that Terraform uses, this checks neither the number of free bits nor the sign.
fn insert(network: Network, number: &BigInt, end: u32) -> Result<u128, Failure> {
    let joined = BigInt::from(network.address) | (number << network.bits.saturating_sub(end));
    let too_big = || Failure::new(format!("{number} has more bits than an address"));
    let address =
        u128::try_from(BigInt::from_biguint(Sign::Plus, joined.magnitude().clone())).map_err(|_| too_big())?;
    if address > ones(network.bits) { Err(too_big()) } else { Ok(address) }
}

/// The lowest 64 bits of a number: the others are ignored.
fn low_bits(number: &BigInt) -> u64 {
    number.magnitude().iter_u64_digits().next().unwrap_or(0)
}

fn cidrhost(call: &Call) -> Result<Value, Failure> {
    let mut number = whole(call, 1)?;
    let network = network(call)?;
    let most = BigInt::from(ones(network.bits - network.length));
    let mut checked = BigInt::from(low_bits(&number).cast_signed());
    if number.sign() == Sign::Minus {
        // A negative number counts from the end: -1 is the last address.
        checked = -&number - 1;
        number = &most - &checked;
    }
    if checked > most {
        let length = network.length;
        return Err(Failure::new(format!("prefix of {length} does not accommodate a host numbered {number}")));
    }
    let end = if network.is_v4() { 32 } else { 128 };
    Ok(Value::string(&show_address(insert(network, &number, end)?, network.bits)))
}

fn cidrnetmask(call: &Call) -> Result<Value, Failure> {
    let network = network(call)?;
    if network.bits != 32 && network.address >> 32 != 0xffff {
        return Err(Failure::new(format!("IPv6 addresses cannot have a netmask: {}", call.text(0))));
    }
    let mask = ones(network.bits) & !ones(network.bits - network.length);
    let shown = if network.bits == 32 { show_address(mask, 32) } else { Ipv6Addr::from(mask).to_string() };
    Ok(Value::string(&shown))
}

fn cidrsubnet(call: &Call) -> Result<Value, Failure> {
    let new_bits = call.integer(1)?;
    let number = whole(call, 2)?;
    let network = network(call)?;
    let length = i64::from(network.length).saturating_add(new_bits);
    let Some(length) = u32::try_from(length).ok().filter(|length| *length <= network.bits) else {
        let length = network.length;
        return Err(Failure::new(format!("insufficient address space to extend prefix of {length} by {new_bits}")));
    };
    let most = u32::try_from(new_bits).ok().and_then(|bits| 1u64.checked_shl(bits)).unwrap_or(0).wrapping_sub(1);
    if low_bits(&number) > most {
        return Err(Failure::new(format!(
            "prefix extension of {new_bits} does not accommodate a subnet numbered {number}"
        )));
    }
    let address = insert(network, &number, length)?;
    Ok(Value::string(&Network { address, length, ..network }.show()))
}

fn cidrsubnets(call: &Call) -> Result<Value, Failure> {
    let network = Network::parse(call.text(0))
        .map_err(|problem| Failure::of(0, format!("invalid CIDR expression: {problem}")))?;
    let mut subnets = Vec::new();
    let mut current: Option<Network> = None;
    // Terraform starts before the first subnet, which is impossible before the very first address.
    let nowhere = network.address == 0 || (network.bits == 128 && network.is_v4());
    for index in 1..call.arguments.len() {
        let bits = call.integer(index).map_err(|failure| Failure::of(index, failure.message))?;
        if bits < 1 {
            return Err(Failure::of(index, "must extend prefix by at least one bit"));
        }
        let Some(bits) = u32::try_from(bits).ok().filter(|bits| *bits <= 32) else {
            return Err(Failure::of(index, "may not extend prefix by more than 32 bits"));
        };
        let length = network.length + bits;
        if length > network.bits {
            let protocol = if network.bits == 32 { "IPv4" } else { "IPv6" };
            let message = format!("would extend prefix to {length} bits, which is too long for an {protocol} address");
            return Err(Failure::of(index, message));
        }
        // Behind the one before, at the next address where a range of this length can begin.
        let size = ones(network.bits - length);
        let first = match current {
            None if nowhere => None,
            None => Some(network.address),
            Some(current) => current.last().checked_add(1).map(|next| (next + size) & !size),
        };
        match first.filter(|first| *first <= network.last()) {
            Some(address) => {
                let next = Network { address, length, ..network };
                subnets.push(Value::string(&next.show()));
                current = Some(next);
            }
            None => {
                let last = Network { address: ones(network.bits) & !size, length, ..network };
                let before = match current {
                    Some(before) => before.show(),
                    None if network.address == 0 => last.show(),
                    None => "<nil>".into(),
                };
                return Err(Failure::of(
                    index,
                    format!(
                        "not enough remaining address space for a subnet with a prefix of {length} bits after {before}"
                    ),
                ));
            }
        }
    }
    Ok(Value::list(Type::String, subnets))
}
