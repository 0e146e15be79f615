//! Character sets by their IANA names.

use encoding_rs::Encoding;

/// A way to write texts as bytes.
#[derive(Debug, Clone, Copy)]
pub enum CharacterSet {
    Utf8,
    Ascii,
    Latin1,
    Utf16 {
        big: bool,
        mark: bool,
    },
    /// One that browsers support.
    Other(&'static Encoding, &'static str),
}

/// The sets that browsers call by another name, or not by all their IANA names.
const OTHERS: &[(&[&str], &str, &Encoding)] = &[
    (&["iso-8859-2", "iso_8859-2", "latin2", "l2", "csisolatin2"], "ISO_8859-2:1987", encoding_rs::ISO_8859_2),
    (&["iso-8859-3", "iso_8859-3", "latin3", "l3"], "ISO_8859-3:1988", encoding_rs::ISO_8859_3),
    (&["iso-8859-4", "iso_8859-4", "latin4", "l4"], "ISO_8859-4:1988", encoding_rs::ISO_8859_4),
    (&["iso-8859-5", "iso_8859-5", "cyrillic"], "ISO_8859-5:1988", encoding_rs::ISO_8859_5),
    (&["iso-8859-6", "iso_8859-6", "arabic"], "ISO_8859-6:1987", encoding_rs::ISO_8859_6),
    (&["iso-8859-7", "iso_8859-7", "greek", "greek8"], "ISO_8859-7:1987", encoding_rs::ISO_8859_7),
    (&["iso-8859-8", "iso_8859-8", "hebrew"], "ISO_8859-8:1988", encoding_rs::ISO_8859_8),
    (&["iso-8859-10", "iso_8859-10:1992", "latin6", "l6"], "ISO-8859-10", encoding_rs::ISO_8859_10),
    (&["iso-8859-13", "csiso885913"], "ISO-8859-13", encoding_rs::ISO_8859_13),
    (&["iso-8859-14", "iso_8859-14", "latin8", "l8"], "ISO-8859-14", encoding_rs::ISO_8859_14),
    (&["iso-8859-15", "iso_8859-15", "latin-9"], "ISO-8859-15", encoding_rs::ISO_8859_15),
    (&["iso-8859-16", "iso_8859-16", "latin10", "l10"], "ISO-8859-16", encoding_rs::ISO_8859_16),
    (&["windows-1250", "cswindows1250"], "windows-1250", encoding_rs::WINDOWS_1250),
    (&["windows-1251", "cswindows1251"], "windows-1251", encoding_rs::WINDOWS_1251),
    (&["windows-1252", "cswindows1252"], "windows-1252", encoding_rs::WINDOWS_1252),
    (&["windows-1253", "cswindows1253"], "windows-1253", encoding_rs::WINDOWS_1253),
    (&["windows-1254", "cswindows1254"], "windows-1254", encoding_rs::WINDOWS_1254),
    (&["windows-1255", "cswindows1255"], "windows-1255", encoding_rs::WINDOWS_1255),
    (&["windows-1256", "cswindows1256"], "windows-1256", encoding_rs::WINDOWS_1256),
    (&["windows-1257", "cswindows1257"], "windows-1257", encoding_rs::WINDOWS_1257),
    (&["windows-1258", "cswindows1258"], "windows-1258", encoding_rs::WINDOWS_1258),
    (&["windows-874", "cswindows874"], "windows-874", encoding_rs::WINDOWS_874),
    (&["koi8-r", "cskoi8r"], "KOI8-R", encoding_rs::KOI8_R),
    (&["koi8-u", "cskoi8u"], "KOI8-U", encoding_rs::KOI8_U),
    (&["macintosh", "mac", "csmacintosh"], "macintosh", encoding_rs::MACINTOSH),
    (&["ibm866", "cp866", "866", "csibm866"], "IBM866", encoding_rs::IBM866),
    (&["shift_jis", "ms_kanji", "csshiftjis"], "Shift_JIS", encoding_rs::SHIFT_JIS),
    (
        &["euc-jp", "extended_unix_code_packed_format_for_japanese", "cseucpkdfmtjapanese"],
        "EUC-JP",
        encoding_rs::EUC_JP,
    ),
    (&["iso-2022-jp", "csiso2022jp"], "ISO-2022-JP", encoding_rs::ISO_2022_JP),
    (&["euc-kr", "cseuckr"], "EUC-KR", encoding_rs::EUC_KR),
    (&["big5", "csbig5"], "Big5", encoding_rs::BIG5),
    (&["gbk", "cp936", "ms936", "windows-936", "csgbk"], "GBK", encoding_rs::GBK),
    (&["gb18030", "csgb18030"], "GB18030", encoding_rs::GB18030),
];

/// The set of an IANA name, in whatever case.
pub fn find(name: &str) -> Option<CharacterSet> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        "utf-8" | "csutf8" => CharacterSet::Utf8,
        "us-ascii" | "ansi_x3.4-1968" | "iso646-us" | "us" | "ibm367" | "cp367" | "csascii" => CharacterSet::Ascii,
        "iso-8859-1" | "iso_8859-1" | "iso_8859-1:1987" | "latin1" | "l1" | "ibm819" | "cp819" | "csisolatin1" => {
            CharacterSet::Latin1
        }
        "utf-16" | "csutf16" => CharacterSet::Utf16 { big: true, mark: true },
        "utf-16be" | "csutf16be" => CharacterSet::Utf16 { big: true, mark: false },
        "utf-16le" | "csutf16le" => CharacterSet::Utf16 { big: false, mark: false },
        name => {
            let known = OTHERS
                .iter()
                .find(|(names, canonical, _)| names.contains(&name) || canonical.eq_ignore_ascii_case(name));
            let (_, canonical, encoding) = known?;
            CharacterSet::Other(encoding, canonical)
        }
    })
}

impl CharacterSet {
    /// The name that messages use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Ascii => "US-ASCII",
            Self::Latin1 => "ISO_8859-1:1987",
            Self::Utf16 { mark: true, .. } => "UTF-16",
            Self::Utf16 { big: true, .. } => "UTF-16BE",
            Self::Utf16 { .. } => "UTF-16LE",
            Self::Other(_, name) => name,
        }
    }

    /// The bytes of a text; `None` if it has characters that the set does not have.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        let narrow = |limit: u32| text.chars().map(u32::from).map(move |c| u8::try_from(c).ok().filter(|_| c < limit));
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Ascii => narrow(0x80).collect(),
            Self::Latin1 => narrow(0x100).collect(),
            Self::Utf16 { big, mark } => {
                let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
                Some(units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect())
            }
            Self::Other(encoding, _) => {
                let (bytes, _, replaced) = encoding.encode(text);
                (!replaced).then(|| bytes.into_owned())
            }
        }
    }

    /// The text of bytes; `None` if some of them are invalid.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        let text = match self {
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok()?,
            Self::Ascii if !bytes.is_ascii() => return None,
            Self::Ascii | Self::Latin1 => bytes.iter().copied().map(char::from).collect(),
            Self::Utf16 { big, mark } => {
                let (bytes, big) = match bytes {
                    [0xfe, 0xff, rest @ ..] if mark => (rest, true),
                    [0xff, 0xfe, rest @ ..] if mark => (rest, false),
                    bytes => (bytes, big),
                };
                if bytes.len() % 2 != 0 {
                    return None;
                }
                let unit = |pair: &[u8]| match pair {
                    [first, second] if big => u16::from_be_bytes([*first, *second]),
                    [first, second] => u16::from_le_bytes([*first, *second]),
                    _ => 0,
                };
                String::from_utf16(&bytes.chunks(2).map(unit).collect::<Vec<_>>()).ok()?
            }
            Self::Other(encoding, _) => {
                encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned()
            }
        };
        (!text.contains(char::REPLACEMENT_CHARACTER)).then_some(text)
    }
}
