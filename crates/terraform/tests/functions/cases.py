"""The cases: for each function, operator and conversion, what is worth trying."""
import itertools
import random

from values import (EMPTY_LIST, EMPTY_MAP, N, U, attr, call, cond, index, lit, listof, mapof, num, op, sensitive, setof,
                    template, unary)

KEY = open(__file__.replace("cases.py", "files/rsa.pem"), encoding="utf-8").read()
KEY8 = open(__file__.replace("cases.py", "files/rsa-pkcs8.pem"), encoding="utf-8").read()
CIPHER = open(__file__.replace("cases.py", "files/rsa.cipher"), encoding="utf-8").read().strip()

STRINGS = ["", "a", "b", "hello world", "Hello, World!", "ünïcödé", "日本語", "👨‍👩‍👧‍👦 family", "a\nb\nc", "a,b,,c", "  padded\t\n",
           "true", "false", "1", "12", "-3.5", "0x1F", "1e3", "arn:aws:s3:::bucket/*", "10.0.0.0/8", "a\r\nb", "e\u0301",
           "<a>&\"quoted\"\\", "2024-02-29T23:59:59Z", "{\"a\":1}", "🇩🇪🇫🇷", "tab\there", "ß İ ǆ", "foo-bar_baz.qux"]
NUMBERS = [0, 1, -1, 2, 3, 7, 10, -10, 255, 1024, num("1.5"), num("-2.25"), num("0.1"), num("1e20"), num("1e-7"),
           num("123456789012345678901234567890"), num("9223372036854775807"), num("0.30000000000000004"), num("-0.0"),
           op("/", 1, 3), op("/", 2, 3), op("/", call("length", ["a"]), call("length", ["a", "b", "c"])), num("1e100")]
BOOLS = [True, False]
TUPLES = [[], [1], ["a"], ["a", "b", "c"], [1, "a", True], [None, "a"], [["a", "b"], ["c"]], [{"a": 1}, {"a": 2}],
          [["a"], "b", [["c"]]], ["b", "a", "b", ""], [True, False], [3, 1, 2], [None], [1, num("1.5"), "2"]]
OBJECTS = [{}, {"a": 1}, {"a": "x", "b": "y"}, {"a": {"b": [1, 2]}}, {"a": None, "b": True}, {"z": 1, "a": "s", "m": []},
           {"a": ["x", "y"], "b": ["y"]}, {"key with space": "v", "ä": 1}]
LISTS = [listof("a", "b"), listof("b", "a", "b", ""), listof(1, 2, 3), EMPTY_LIST, listof(["a"], ["b", "c"]), call("tolist", []),
         listof(True, False, True), listof({"a": 1}, {"a": 2}), listof("a", None)]
SETS = [setof("b", "a"), setof(3, 1, 2), setof(), setof(["a"], ["b"]), setof({"a": 2}, {"a": 1}), setof(True, False),
        setof("a", None), setof(10, 9, 100, num("1.5")), setof({"a": "10"}, {"a": "9"}, {"a": None})]
MAPS = [mapof(a="x", b="y"), mapof(a=1, b=2), EMPTY_MAP, mapof(), mapof(a=["x"], b=["y", "x"]), mapof(a={"n": 1}), mapof(b="z", c=None)]
NULLS = [None, *N.values()]
UNKNOWNS = list(U.values())
HIDDEN = [sensitive("secret"), sensitive(5), sensitive(["a", "b"]), sensitive({"a": "x"}), [sensitive("a"), "b"],
          {"a": sensitive("x"), "b": "y"}, sensitive(setof("a", "b")), sensitive(U["string"]), sensitive(listof("x")),
          mapof(a=sensitive("x"), b="y"), listof(sensitive("a"), "b"), sensitive(None), sensitive(True)]
MIXED = [[U["string"], "a"], ["a", U["string"]], [U["any"]], [U["list"], ["a"]], {"a": U["string"], "b": "x"},
         listof(U["string"], "a"), setof(U["string"], "a"), mapof(a=U["string"], b="x"), [False, U["bool"]], [True, U["bool"]],
         [U["number"], 2], {"a": U["any"]}, [U["object"]], [[U["string"]]], setof(U["string"])]

SEQUENCES = TUPLES + LISTS + SETS
MAPPINGS = OBJECTS + MAPS
SCALARS = STRINGS[:8] + NUMBERS + BOOLS
ANY = SCALARS + SEQUENCES + MAPPINGS + NULLS + UNKNOWNS + HIDDEN + MIXED

SEED = random.Random(20240229)


def some(pool, count):
    return [SEED.choice(pool) for _ in range(count)]


def each(name, *pools, limit=60):
    """Calls with each value of one parameter's pool, the others at random; then random calls."""
    for at, pool in enumerate(pools):
        for value in pool if len(pool) <= limit else SEED.sample(pool, limit):
            yield call(name, *(value if i == at else SEED.choice(p) for i, p in enumerate(pools)))


def wrong(name, arity, count=8):
    """Calls with whatever there is, and with wrong numbers of arguments."""
    for _ in range(count if arity else 0):
        yield call(name, *some(ANY, arity))
    yield call(name, *some(STRINGS, arity + 1))
    if arity:
        yield call(name, *some(STRINGS, arity - 1))


def hostile(name, good, count=None):
    """A good call with one argument made null, unknown, hidden or of some other type."""
    for at in range(len(good)):
        pool = NULLS + UNKNOWNS + HIDDEN + MIXED + [[], {}, "x", 1, True]
        for value in pool if count is None else SEED.sample(pool, count):
            yield call(name, *(value if i == at else g for i, g in enumerate(good)))


def functions():
    for name in "upper lower title strrev chomp trimspace base64encode urlencode md5 sha1 sha256 sha512 base64sha256 base64sha512".split():
        yield from each(name, STRINGS)
        yield from hostile(name, ["text"], 12)
        yield from wrong(name, 1, 4)
    for name in "trim trimprefix trimsuffix startswith endswith strcontains split".split():
        yield from each(name, STRINGS, ["", "a", "l", "Hello", "!", ",", "\n", " ", "ü", "abc:", "lo World"])
        yield from hostile(name, ["a,b", ","], 16)
        yield from wrong(name, 2)
    for prefix in ["", "a", "abc:", "abc:d", "abd", "abc:defghi", "ab"]:
        yield call("startswith", U["string_prefix"], prefix)
        yield call("startswith", U["string"], prefix)
    yield from each("replace", STRINGS, ["a", "l", "", "/[a-z]+/", "/(\\w)(\\w)/", "/x*/", ".", "/", "//", "/l+/", "/$/", "/(?P<q>o)/"],
                    ["", "X", "$1", "${1}_$2", "$$", "$q-${q}", "$1x", "\\1", "$", "${", "$0"])
    yield from hostile("replace", ["a-b", "-", "+"], 14)
    for pattern, text in PATTERNS:
        yield call("regex", pattern, text)
        yield call("regexall", pattern, text)
        yield call("replace", text, "/" + pattern + "/", "<$0>")
    yield from hostile("regex", ["[a-z]+", "abc"])
    yield from hostile("regexall", ["([a-z])(\\d)?", "abc"])
    for text in STRINGS:
        for offset, length in itertools.product([0, 1, 2, -1, -2, 5, -100, 100], [0, 1, 2, -1, 100]):
            if SEED.random() < 0.35:
                yield call("substr", text, offset, length)
    yield from hostile("substr", ["hello", 1, 2], 16)
    yield call("substr", "hello", num("1.5"), 2)
    yield from each("indent", [0, 1, 2, 4], STRINGS)
    yield call("indent", -1, "a\nb")
    yield from hostile("indent", [2, "a\nb"], 16)
    yield from each("join", ["", ",", ", ", "\n"], SEQUENCES)
    yield from each("join", [","], [["a"], listof("x", "y"), EMPTY_LIST], [["b", None], ["c"], []])
    yield from hostile("join", [",", ["a", "b"]])
    yield call("join", ",")
    yield from formats()

    for name in "abs ceil floor signum".split():
        yield from each(name, NUMBERS + ["5", "-1.5", "x"])
        yield from hostile(name, [1], 20)
    for name in "max min".split():
        for count in range(5):
            for _ in range(12):
                yield call(name, *some(NUMBERS, count))
        yield from hostile(name, [1, 2, 3], 14)
    yield from each("log", NUMBERS, [2, 10, num("2.718"), 0, 1, -1])
    yield from each("pow", NUMBERS, [0, 1, 2, 3, -1, num("0.5"), 10, 100])
    yield from hostile("pow", [2, 3], 12)
    yield from each("parseint", ["0", "10", "-7", "ff", "FF", "zz", "Zz", "", " 1", "1_000", "0x1f", "+5", "123456789012345678901234567890", "é"],
                    [2, 8, 10, 16, 36, 62])
    for base in [0, 1, 63, -1, num("1.5"), "10", None]:
        yield call("parseint", "11", base)
    yield from hostile("parseint", ["11", 10])
    for arguments in [[5], [0], [-3], [1, 5], [5, 1], [0, 10, 3], [10, 0, -3], [0, 1, num("0.25")], [1, 1], [0, 5, 0], [0, 5, -1],
                      [5, 0, 1], [1, 2, 3, 4], [], [2000], [1024], [num("0.5"), 3], [1, 3, num("0.1")], ["3"]]:
        yield call("range", *arguments)
    yield from hostile("range", [1, 5, 2], 12)
    yield from each("sum", SEQUENCES + MAPPINGS + [["1", "2"], [num("0.1"), num("0.2")], [op("/", 1, 0), op("/", -1, 0)], ["x"]])
    yield from hostile("sum", [[1, 2]])

    for name in "length alltrue anytrue keys values flatten distinct compact reverse sort one transpose".split():
        yield from each(name, ANY, limit=200)
        yield from wrong(name, 1, 0)
    for items in [[True, None], [None, False], ["true", "false"], [U["bool"], False], [U["bool"], True], [False, U["bool"]], ["x"],
                  [None, U["bool"]], [U["bool"], None]]:
        yield call("alltrue", items)
        yield call("anytrue", items)
    for value in [mapof(a=["x", "y"], b=["y"]), {"a": ["x"], "b": [U["string"]]}, {"a": [None]}, {"a": None}, {"a": []}, {"b": ["x"], "a": ["x"]}]:
        yield call("transpose", value)
    for value in [[[1, 2], [3, [4, [5]]]], [["a"], [], [U["string"]]], [U["list"]], [["a"], U["list"]], [U["any"]], setof(["a"], ["b"]),
                  [sensitive(["a"]), ["b"]], [[sensitive("a")]], [None, ["a"]], [U["string"], ["b"]], [[U["any"]]], [{"a": [1]}],
                  [U["tuple"]], [setof(U["string"], "a")], [sensitive(U["list"]), "a"], [N["list"]]]:
        yield call("flatten", value)
    for value in [["a", "a", 1, "1"], [1, num("1.0"), 2], [{"a": 1}, {"a": 1}], [[1], [1]], [None, None, "a"], [0, num("-0.0")]]:
        yield call("distinct", value)
        yield call("toset", value)
    yield from each("chunklist", SEQUENCES, [0, 1, 2, 3, 100, -1, num("1.5")])
    yield from hostile("chunklist", [listof("a", "b", "c"), 2])
    yield from each("concat", SEQUENCES, SEQUENCES)
    yield from each("concat", SEQUENCES, [["x"], listof("x")], SEQUENCES)
    yield from hostile("concat", [["a"], listof("b")])
    yield call("concat")
    yield from each("slice", SEQUENCES, [0, 1, 2, -1, num("1.5")], [0, 1, 2, 3, 100])
    yield from hostile("slice", [["a", "b", "c"], 0, 2])
    yield from hostile("slice", [listof("a", "b", "c"), 0, 2], 14)
    for size in range(4):
        for _ in range(25):
            yield call("merge", *some(MAPPINGS, size))
    yield from hostile("merge", [{"a": 1}, {"b": 2}])
    yield from hostile("merge", [mapof(a="x"), mapof(b="y")])
    for args in [(None, {"a": 1}), (N["map"], N["map"]), (N["object"], N["object"]), (None, None), (N["map"],), (mapof(a="x"), N["map"]),
                 (N["object"], {"a": "y"}), (U["any"], "x"), ("x", U["any"]), (None, "x"), ({"a": 1}, N["map"])]:
        yield call("merge", *args)
    yield from each("zipmap", [["a", "b"], listof("a", "b"), [], EMPTY_LIST, ["a", "a"], [1, 2], ["a", None]],
                    [[1, "x"], listof("x", "y"), [], EMPTY_LIST, setof("x", "y"), [[1], [2]], ["x"]])
    yield from hostile("zipmap", [["a", "b"], [1, 2]])
    yield from hostile("zipmap", [listof("a"), listof("x")], 16)

    for name in "coalesce coalescelist".split():
        for size in range(4):
            for _ in range(30):
                yield call(name, *some(SEQUENCES + NULLS + SCALARS if name == "coalesce" else SEQUENCES + NULLS, size))
        yield from hostile(name, ["a", "b"] if name == "coalesce" else [["a"], ["b"]])
    for args in [("", "b"), (None, "", "c"), ("", ""), (1, "a"), (None, 1, 2), (None, None), (U["string"], "b"), ("a", U["string"]),
                 (None, U["string"]), (U["any"], 1), (1, U["any"]), ([], [1]), (None, ["a"], [1]), (True, "x"), (N["string"], N["string"], "z"),
                 ({"a": 1}, {"a": "x"}), (listof("a"), ["b", 1]), (mapof(a="x"), {"b": 1}), (setof("a"), ["b"])]:
        yield call("coalesce", *args)
    yield from each("contains", SEQUENCES + MAPPINGS, ["a", 1, "", None, True, {"a": 1}, ["a"], num("1.5"), "b", 2, 3])
    yield from hostile("contains", [["a", "b"], "a"])
    yield from hostile("contains", [listof("a", "b"), "z"])
    for args in [(["a", U["string"]], "a"), ([U["string"], "a"], "a"), ([U["string"]], "a"), ([U["string_prefix"]], "x"), ([U["any"]], 1),
                 ([1, "1"], "1"), ([1], "1"), ([1], 1), ([None], None), (["a"], None), ([U["number_range"]], 7), ([U["number_range"]], 3),
                 (setof(U["string"], "a"), "a")]:
        yield call("contains", *args)
        yield call("index", *args)
    yield from each("index", SEQUENCES + MAPPINGS, ["a", 1, "", True, {"a": 1}, ["a"], "b", 2, 3])
    yield from hostile("index", [["a", "b"], "a"])
    yield from each("element", SEQUENCES + MAPPINGS, [0, 1, 2, 5, 100, num("1.5"), "1", -1, -2, -3, -4])
    yield from hostile("element", [["a", "b"], 1])
    yield from hostile("element", [listof("a", "b"), -1])
    yield from each("lookup", MAPPINGS, ["a", "b", "z", "key with space", "ä"], ["default", 5, None, [], {}, True])
    yield from each("lookup", MAPPINGS, ["a", "b", "z"])
    yield from hostile("lookup", [{"a": 1}, "a", 2])
    yield from hostile("lookup", [mapof(a="x"), "z", "d"])
    yield from hostile("lookup", [mapof(a="x"), "a"])
    yield call("lookup", {"a": 1}, "a", 1, 2)
    yield from each("matchkeys", [["a", "b", "c"], listof(1, 2, 3), []], [["x", "y", "z"], listof("x", "x", "y"), [1, 2, 3], []],
                    [["x"], ["y", "z"], [], [1], listof("z"), setof("x", "q")])
    yield from hostile("matchkeys", [["a", "b"], ["x", "y"], ["x"]])
    for name in "setunion setintersection setsubtract".split():
        yield from each(name, SEQUENCES, SEQUENCES)
        yield from hostile(name, [["a", "b"], ["b", "c"]])
        yield from hostile(name, [setof("a"), setof("b")], 14)
        yield call(name, ["a"])
        yield call(name)
        yield call(name, [1], ["a"], [True])
        yield call(name, [], [])
        yield call(name, ["a", "b"], ["b"], ["b", "c"])
    yield from each("setproduct", SEQUENCES, SEQUENCES)
    yield from each("setproduct", [["a", "b"], setof("a", "b"), []], [[1, 2], listof("x")], [[True], setof(1, 2)])
    yield from hostile("setproduct", [["a", "b"], ["b", "c"]])
    yield from hostile("setproduct", [setof("a"), listof("b")], 14)
    yield call("setproduct", ["a"])
    yield call("setproduct")

    for name in "tostring tonumber tobool tolist toset tomap sensitive nonsensitive issensitive ephemeralasnull jsonencode yamlencode".split():
        yield from each(name, ANY + STRINGS, limit=250)
        yield call(name)
        yield call(name, 1, 2)
    for value in [[1, "a"], [1, True], ["a", True], [[1], ["a"]], [{"a": 1}, {"b": 2}], [{"a": 1}, {"a": "x"}], [None, 1], [[], ["a"]],
                  [[1, 2], [3]], [mapof(a="x"), {"b": "y"}], [listof("a"), ["b", 1]], [setof("a"), ["b"]], [{}, {"a": 1}], [[], {}],
                  [U["any"], "a"], [U["number"], "a"], [N["string"], 1], [1, None, "x"], [[None], [1]], [{"a": None}, {"a": 1}]]:
        yield call("tolist", value)
        yield call("toset", value)
        yield call("tomap", {f"k{i}": v for i, v in enumerate(value)})
    yield from encodings()
    yield from dates()
    yield from networks()
    yield from files()
    yield from marks()
    for name in "list map type core::upper core::length core::uper uper lenght provider::x::y nosuchfunction".split():
        yield call(name, "a")
    yield call("try")


PATTERNS = [(p, t) for p in [
    "a", "[a-z]+", "(\\w+) (\\w+)", "(?P<first>\\w+)-(?P<second>\\w+)", "(?:a|b)+", "^$", "x{", "x{2}", "x{2,}", "x{1,3}?", "[[]", "[]]", "[^]]",
    "\\Qa.b\\E+", "[\\w-.]+", "[a&&b]+", "\\d+", "\\D", "\\s+", "\\S+", "\\W", "(?i)HELLO", "(?s)a.b", "a.b", "(?m)^b$", "^b$", "[[:alpha:]]+",
    "[[:^digit:]]", "\\pL+", "\\p{Greek}", "\\p{Lu}", "\\PL", "\\p{^L}", "\\bfoo\\b", "\\Boo", "(a)(b)?", "(?P<x>a)(b)", "a**", "*a", "a{1001}", "(",
    ")", "[a", "a\\", "\\8", "\\C", "(?<n>a)", "(?=a)", "(?!a)", "\\1", "\\x41", "\\x{1F600}", "\\101", "\\a", "\\z", "a\\z", "\\Aa", "\\Z", "(?U)a+",
    "a+?", "(a|ab)(c|bcd)", "[a-z&&[aeiou]]", "[z-a]", "\\p{Nope}", "[[:nope:]]", "(?x)a", "(?i:A)b", "()", "a||b", "\\-", "\\_", "\\é", "a{,2}", "a{2,1}",
    "[a-\\d]", "[\\d-z]", "~", "#", "a b", "[~~]", "[--a]", "\\.", "[.]", "é", "[é-ü]+", "(?P<a>x)(?P<a>y)", "(?P<1a>h)", "\\/", "(((a)))",
] for t in SEED.sample(["a", "abc", "hello world", "foo-bar", "xx{x", "a.b]", "aabb", "", "a\nb", "b", "123 abc", "ΑΒΓ éü", "foo oo food", "x", "A😀", "[z]"], 2)]


def formats():
    for verb in ["%s", "%d", "%v", "%#v", "%q", "%t", "%f", "%.2f", "%e", "%g", "%x", "%X", "%o", "%b", "%5s", "%-5s|", "%05d", "%+d", "%5.1f", "%.3s", "%%",
                 "%10q", "% d", "%#x", "%#o", "%#b", "%G", "%E", "%.0f", "%.10g", "%08.3f", "%-8.3f|", "%+.2e", "%c", "%", "%5", "%z", "%!", "%é", "%.d", "%3.5d",
                 "%v and %v", "%[2]s %[1]s", "%[3]s", "%[1]s %[1]s", "%s %s %s", "none", "%05s", "%-05d|", "%.2q", "%x %X", "%[0]s", "%[1]5d", "%5[1]d"]:
        for _ in range(4):
            yield call("format", verb, *some(SCALARS + STRINGS, verb.replace("%%", "").count("%") or 1))
        yield call("format", verb, SEED.choice(ANY))
    for number in NUMBERS:
        for verb in ["%d", "%v", "%s", "%f", "%g", "%e", "%.3g", "%x", "%6.2f", "%#v", "%b", "%.15f", "%20.3e"]:
            if SEED.random() < 0.5:
                yield call("format", verb, number)
    yield call("format", "%s")
    yield call("format", "%s", "a", "b")
    yield from hostile("format", ["pre %s post", "x"])
    yield from hostile("format", ["%s-%d", "x", 1], 16)
    for args in [(["a", "b"], "x"), (listof("a", "b"), ["x", "y"]), ([], "x"), (["a"], ["x", "y"]), ("a", "b"), (setof("b", "a"), 1), ([U["string"], "b"], "x"),
                 (U["list"], "x"), (U["any"], "x"), (None, "x"), (N["list"], "x"), (["a", None], "x"), ([], []), (U["tuple"], "x"), ({"a": 1}, "x"),
                 (U["set"], "x"), (setof(U["string"], "b"), "x"), (U["string"], ["a", "b"])]:
        yield call("formatlist", "%v=%v", *args)
    yield call("formatlist", "none")
    yield call("formatlist", "%s", ["a", "b"], "c")
    yield call("formatlist", "%d", ["x"])
    yield from hostile("formatlist", ["%s", ["x", "y"]])


def encodings():
    for text in STRINGS:
        yield call("base64decode", call("base64encode", text))
        yield call("jsondecode", call("jsonencode", {"k": text}))
        yield call("yamldecode", call("yamlencode", {"k": text}))
    for text in ["", "YQ==", "YQ", "Y Q==", "YQ==\n", "YR==", "/+8=", "_-8=", "////", "é", "YQ==YQ=="]:
        yield call("base64decode", text)
    yield from hostile("base64decode", ["YQ=="])
    for text in ["1", "1.50", "\"a\"", "null", "true", "[]", "{}", "[1,\"a\",null]", "{\"b\":1,\"a\":{\"c\":[true]}}", "{\"a\":1,\"a\":2}", " 1 ", "1 2", "", "{",
                 "[1,]", "{\"a\"}", "tru", "01", "1e400", "-0", "\"\\u00e9\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\x\"", "'a'", "[1 2]", "{a:1}", "123456789012345678901234567890",
                 "1.", ".5", "\"a\nb\"", "{\"e\\u0301\": 1}", "nul", "[", "\"abc", "{\"a\":", "}", "0.1", "1E5", "// c", "[[[[1]]]]", "{\"\":1}"]:
        yield call("jsondecode", text)
    yield from hostile("jsondecode", ["1"])
    for prefix in ["{", "[", "\"", "t", "1", "n", "x", " {", "-"]:
        yield op("==", call("jsondecode", template(prefix, U["string"])), None)
    yield from hostile("jsonencode", [1])
    for value in [{"a": U["string"]}, [U["any"]], U["string"], U["object"], U["map"], U["list"], U["string_null"], {"a": [1, num("1.50"), op("/", 1, 3)]},
                  "\u2028<>&\u0000\u0001\u0008\u000c\u007f", op("/", 1, 0)]:
        yield call("jsonencode", value)
        yield call("startswith", call("jsonencode", value), "{")
        yield call("yamlencode", value)
    for text in YAMLS:
        yield call("yamldecode", text)
    yield from hostile("yamldecode", ["a: 1"])
    long = "word " * 40
    for value in [{"a": long, "b": [long.strip()]}, long, "trailing space \n line", "a\n", "a\n\n", "\n", " lead\nx", "a\nb", "x" * 200, {"k" * 130: 1, "multi\nline": 2},
                  [[[]], {}], [{"a": [{"b": [1]}]}], {"a": {"b": {"c": []}}}, "tab\t", "\u0085", "nbsp\u00a0", "emoji 😀", "\u0007bell\u001b", "# c", "key: v", "a\r\nb", [None, True, num("1.5")],
                  ["multi\nline", {"x": "y\nz\n"}], "a  b" * 30, "x\n\n  y", "end\n\n\n", [["a\nb"]], {"a": ["x\ny"]}]:
        yield call("yamlencode", value)
    for text in ["a,b\n1,2\n", "a,b\n1,2\n3,4", "a\n", "a", "", "a,a\n1,2", "a,b\n1", "a,b\n1,2,3", "\"a,x\",b\n\"1\"\"q\",\"2\n3\"", "a b,c\n1, 2", "a,b\r\n1,2\r\n", "a,b\n\n1,2\n",
                 "a\"b,c\n", "\"a\"b,c\n", "\"a\n", "a,b\n\"x\"y,2", "ä,ö\n1,2", "a;b\n1;2", ",\n1,2", "a,b\n1,\"2", "\ufeffa,b\n1,2", "a,b\n 1 , \"2\""]:
        yield call("csvdecode", text)
    yield from hostile("csvdecode", ["a\n1"], 16)
    for name in ["UTF-8", "utf-16le", "UTF-16BE", "UTF-16", "US-ASCII", "ascii", "ISO-8859-1", "latin1", "windows-1252", "Shift_JIS", "EUC-JP", "GB18030", "GBK", "Big5", "KOI8-R",
                 "IBM866", "ISO-8859-15", "macintosh", "nope", "", "windows-1251", "EUC-KR", "ISO-2022-JP", "windows-1258"]:
        for text in ["abc", "äöü€", "日本", "Привет", ""]:
            yield call("textencodebase64", text, name)
        yield call("textdecodebase64", "YWJj", name)
        yield call("textdecodebase64", "5Pb8/w==", name)
    yield call("textdecodebase64", "!!", "UTF-8")
    yield from hostile("textencodebase64", ["abc", "UTF-8"], 10)
    for text in ["", "hello", "ünï"]:
        for namespace in ["dns", "url", "oid", "x500", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6BA7B8109DAD11D180B400C04FD430C8", "nope",
                          "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "6ba7b810-9dad-11d1-80b4-00c04fd430cx"]:
            yield call("uuidv5", namespace, text)
    yield call("rsadecrypt", CIPHER, KEY)
    yield call("rsadecrypt", CIPHER, KEY8)
    yield call("rsadecrypt", "AAAA", KEY)
    yield call("rsadecrypt", "!", KEY)
    yield call("rsadecrypt", CIPHER, "no key")
    for name in "timestamp uuid plantimestamp".split():
        yield op("==", call(name), None)
        yield call(name, "a")
    yield op("==", call("bcrypt", "a"), None)


YAMLS = ["", "a: 1", "- 1\n- a\n", "yes", "no", "on", "Off", "y", "n", "~", "null", "", "012", "0o14", "0x1F", "1_000", "1e3", "1.5", ".5", "5.", "+1", "-1", ".inf", "-.inf", ".nan",
         "2024-01-02", "2024-01-02T03:04:05Z", "2024-1-2", "2024-01-02 03:04:05", "2024-01-02t03:04:05+02:00", "12:30:45", "'1'", "\"yes\"", "!!str 1", "!!int \"3\"", "!!bool yes",
         "!!null x", "!!float 1", "!!binary aGk=", "!!binary x", "!custom a", "{a: [1, {b: c}]}", "a: &x 1\nb: *x", "base: &b {k: 1}\nd:\n  <<: *b\n  k: 2", "<<: [1]",
         "a: |\n  x\n  y\n", "a: >\n  x\n  y\n\n  z\n", "a: |-\n  x\n", "? a\n: b", "a:\n  - b\n  -\n", "[a, b", "a: b: c", "--- 1\n--- 2", "--- 1\n...", "a: 1\na: 2", "1: x", "true: x", "~: x",
         "# only comment", "'it''s'", "\"\\u00e9\\n\"", "a: *nope", "key with space: v", "\ta: 1", "- - 1\n  - 2", "{}", "[]", "a: {}", "!!timestamp 2024-01-01", "!!set {a, b}", "123456789012345678901234567890",
         "1e400", "0b11", "0777", "1,000", "=", "<<", "a: <<", "&a a", "- &a [*a]", "e\u0301: 1", "\"a\": 'b'", "%YAML 1.1\n---\na", "a\nb", "- a\n b", "null: 1", "? [a]\n: 1"]


def dates():
    times = ["2024-02-29T23:59:59Z", "2024-01-02T03:04:05+02:00", "1999-12-31T00:00:00-05:30", "2024-07-04T12:00:00.123456Z", "0001-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00",
             "2024-11-05T13:07:09Z"]
    broken = ["", "2024", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-01-01", "2024-01-01 00:00:00Z", "2024-01-01T25:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z",
              "2024-01-01T00:00:00", "2024-01-01T00:00:00+2", "x", "2024-1-1T00:00:00Z", "2024-01-01T1:00:00Z", "2024-01-01T00:00:00,5Z", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00Zx",
              "2024-01-01T00:00:00+02:61", "2024/01/01T00:00:00Z", "2024-01-01T00-00-00Z", "2024-01-00T00:00:00Z", "24-01-01T00:00:00Z"]
    specs = ["YYYY-MM-DD'T'hh:mm:ssZ", "DD MMM YYYY hh:mm ZZZ", "EEEE, DD-MMM-YY hh:mm:ss ZZZ", "EEE, DD MMM YYYY hh:mm:ss ZZZZ", "h:mm AA", "H:mmaa", "HH", "D", "M", "MMMM", "ZZZZZ", "''", "'it''s'",
             "'open", "Q", "YYY", "MMMMM", "DDD", "EE", "hhh", "HHH", "A", "aaa", "mmm", "sss", "ZZ", "", "123 - ", "'a' 'b'", "Y", "s", "m", "é"]
    yield from each("formatdate", specs, times + broken)
    for spec in specs:
        for time in times[:3]:
            yield call("formatdate", spec, time)
    durations = ["1h", "-1h", "1.5h", "1h30m", "10ms", "1us", "1µs", "2ns", "24h", "0", "", "1", "h", "1x", "1h-1m", "-1.5h2m", "+5s", ".5s", "1.s", ".s", "9999999h", "0s", "1h 2m", "100000000000h"]
    for duration in durations:
        yield call("timeadd", SEED.choice(times), duration)
    for time in times + broken:
        yield call("timeadd", time, "1h")
        yield call("timecmp", time, times[0])
        yield call("timecmp", times[1], time)
    yield from hostile("timeadd", [times[0], "1h"], 12)
    yield from hostile("timecmp", [times[0], times[1]], 12)
    yield from hostile("formatdate", ["YYYY", times[0]], 12)


def networks():
    prefixes = ["10.0.0.0/8", "10.1.2.3/16", "192.168.1.0/24", "0.0.0.0/0", "10.0.0.1/32", "fd00::/64", "2001:db8::/32", "::/0", "::ffff:10.0.0.0/104", "010.001.0.0/16", "fe80::1:2/127"]
    broken = ["", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "300.0.0.0/8", "10.0.0.0/-1", "x/8", "::/129", "10.0.0.0/08", "10.0.0.0/ 8", "1.2.3.4.5/8", "fe80::g/64"]
    hosts = [0, 1, -1, 5, 255, 256, -256, 65536, num("18446744073709551616"), num("1.5"), "3", -2]
    yield from each("cidrhost", prefixes, hosts)
    for prefix in prefixes:
        for host in hosts:
            yield call("cidrhost", prefix, host)
        yield call("cidrnetmask", prefix)
        for bits, number in [(1, 0), (1, 1), (1, 2), (8, 5), (0, 0), (24, 100), (64, 1), (-1, 0), (4, -1), (16, num("1.5")), (20, num("1000000")), (33, 1), (8, 256), (2, 3)]:
            yield call("cidrsubnet", prefix, bits, number)
        for bits in [[4, 4, 8, 4], [1, 1], [1, 1, 1], [8], [], [0], [33], [32], [16, 8, 16], [2, 3, 4, 4, 1], [num("1.5")], [8, 1, 8]]:
            yield call("cidrsubnets", prefix, *bits)
    for prefix in broken:
        yield call("cidrhost", prefix, 1)
        yield call("cidrnetmask", prefix)
        yield call("cidrsubnet", prefix, 1, 1)
        yield call("cidrsubnets", prefix, 1)
    yield from hostile("cidrhost", ["10.0.0.0/8", 1], 14)
    yield from hostile("cidrsubnet", ["10.0.0.0/8", 8, 1], 14)
    yield from hostile("cidrsubnets", ["10.0.0.0/8", 8, 8], 14)
    yield from hostile("cidrnetmask", ["10.0.0.0/8"], 14)


def files():
    """Of files, only what does not hang on a machine."""
    for path in ["", "a", "a/b", "/a/b", "/a/b/", "a//b", "./a", "../a", "a/..", "/", "//", ".", "..", "a/b/c.txt", "a/./b", "/../a", "a/b/../..", "ä/ö"]:
        yield call("basename", path)
        yield call("dirname", path)
        if path.startswith("/"):
            yield call("abspath", path)
        yield call("pathexpand", path)
    yield call("pathexpand", "~root/a")
    for name in ["file", "fileexists", "filebase64"]:
        yield from hostile(name, ["files/no-such-file"], 14)
    for path in ["files/hello.txt", "files/sub/data.json", "files/no-such-file", "./files/hello.txt", "files/../files/hello.txt", "files/latin1.bin", "files/.hidden"]:
        for name in "file fileexists filebase64 filemd5 filesha1 filesha256 filesha512 filebase64sha256 filebase64sha512".split():
            yield call(name, path)
    for folder, pattern in [("files", "*"), ("files", "**"), ("files", "*.txt"), ("files", "**/*.json"), ("files", "sub/*"), ("files/sub", "*"), ("files", "{hello,nope}.txt"), ("files", "h?llo.txt"), ("files", "[gh]ello.txt"),
                            ("nope", "*"), ("files", "nope*"), ("files", "sub/../*.txt"), ("files", "**/.hidden"), ("files", "hello.txt"), ("files", "["), ("files/sub", "../*.txt"), ("files", "sub"), ("files", "**/sub/**"), ("files", "{*.txt,sub/*}"), (".", "files/*")]:
        yield call("fileset", folder, pattern)
    yield from hostile("fileset", ["files", "*"], 14)


def marks():
    """What is sensitive: of every function a call with something sensitive in it."""
    hidden = sensitive("a")
    for made in [call("upper", hidden), call("length", sensitive(["a"])), call("length", [hidden]), call("concat", [hidden], ["b"]), call("concat", sensitive(["a"]), ["b"]),
                 call("merge", sensitive({"a": 1}), {"b": 2}), call("merge", {"a": hidden}, {"b": 2}), call("keys", {"a": hidden}), call("keys", sensitive({"a": 1})),
                 call("values", {"a": hidden}), call("lookup", {"a": hidden}, "a"), call("lookup", {"a": hidden, "b": 1}, "b"), call("lookup", sensitive({"a": 1}), "a"), call("lookup", {"a": 1}, hidden),
                 call("lookup", {"b": 1}, hidden, "d"), call("lookup", {"a": 1}, "z", hidden), call("element", [hidden, "b"], 0), call("element", [hidden, "b"], 1), call("element", sensitive(["a"]), 0),
                 call("element", ["a", "b"], sensitive(0)), call("flatten", [[hidden]]), call("flatten", [sensitive(["a"]), ["b"]]), call("tolist", [hidden, "b"]), call("toset", [hidden, "b"]),
                 call("jsonencode", {"a": hidden}), call("yamlencode", {"a": hidden}), call("jsondecode", sensitive("{}")), call("contains", [hidden], "b"), call("index", [hidden, "b"], "b"),
                 call("join", ",", [hidden]), call("split", ",", hidden), call("format", "%s", hidden), call("formatlist", "%s", [hidden]), call("zipmap", ["a"], [hidden]), call("zipmap", [hidden], ["a"]),
                 call("reverse", [hidden]), call("reverse", sensitive(["a"])), call("slice", [hidden, "b"], 1, 2), call("slice", sensitive(["a"]), 0, 1), call("one", [hidden]), call("one", sensitive(["a"])),
                 call("coalesce", hidden, "b"), call("coalesce", "a", hidden), call("coalescelist", sensitive(["a"]), ["b"]), call("chunklist", [hidden], 1), call("chunklist", sensitive(["a"]), 1),
                 call("setproduct", [hidden], ["b"]), call("setproduct", sensitive(["a"]), ["b"]), call("setunion", [hidden], ["b"]), call("distinct", [hidden]), call("compact", [hidden]), call("sort", [hidden]),
                 call("sum", [sensitive(1), 2]), call("max", sensitive(1), 2), call("abs", sensitive(1)), call("nonsensitive", hidden), call("nonsensitive", [hidden]), call("sensitive", 1), call("tostring", sensitive(1)),
                 call("parseint", hidden, 16), call("parseint", "1", sensitive(10)), call("base64decode", sensitive("YQ==")), call("startswith", hidden, "a"), call("alltrue", [sensitive(True)]),
                 call("transpose", {"a": [hidden]}), call("range", sensitive(3)), call("regex", "a", hidden), call("replace", hidden, "a", "b"), call("length", sensitive(U["list"])), call("concat", sensitive(U["list"]), ["a"]),
                 call("reverse", sensitive(U["list"])), call("merge", sensitive(U["map"]), {"a": 1}), call("upper", sensitive(U["string"])), call("element", sensitive(U["list"]), 0), call("keys", sensitive(U["map"])),
                 op("+", sensitive(1), 2), op("+", sensitive(U["number"]), 2), op("&&", sensitive(True), False), op("&&", sensitive(U["bool"]), True), op("==", [hidden], ["a"]), op("==", sensitive(1), None), op(">", sensitive(1), 2),
                 op(">", sensitive(U["number"]), 2), unary("!", sensitive(True)), unary("-", sensitive(1)), unary("-", sensitive(U["number"])), unary("!", sensitive(U["bool"])), cond(sensitive(True), 1, 2), cond(True, hidden, "b"),
                 cond(False, hidden, "b"), cond(U["bool"], hidden, "b"), cond(sensitive(U["bool"]), "a", "b"), index([hidden, "b"], 0), index([hidden, "b"], 1), index(sensitive(["a"]), 0), index(["a"], sensitive(0)),
                 index({"a": hidden}, "a"), index(sensitive({"a": 1}), "a"), index({"a": 1}, sensitive("a")), index(mapof(a="x"), sensitive("a")), attr({"a": hidden}, "a"), attr({"a": hidden, "b": 1}, "b"), attr(sensitive({"a": 1}), "a"),
                 template("x", hidden), template(hidden), template(U["string"], hidden), call("ephemeralasnull", hidden), call("tomap", {"a": hidden}), call("matchkeys", [hidden], ["x"], ["x"]), call("fileset", sensitive("files"), "*.txt"),
                 call("file", sensitive("files/hello.txt")), call("cidrhost", sensitive("10.0.0.0/8"), 1), call("timeadd", sensitive("2024-01-01T00:00:00Z"), "1h"), call("csvdecode", sensitive("a\n1")), call("length", call("tolist", [hidden])),
                 index(call("tolist", [hidden, "b"]), 1), index(call("flatten", [[hidden], "b"]), 1), index(call("merge", {"a": hidden}, {"b": 2}), "b"), index(call("values", {"a": hidden, "b": "x"}), 1), attr(call("zipmap", ["a", "b"], [hidden, "x"]), "b"),
                 call("coalesce", None, hidden, "b"), index(call("concat", [hidden], ["b"]), 1), call("strcontains", hidden, "a"), call("md5", hidden), call("can", hidden), call("try", hidden)]:
        yield call("issensitive", made)
        yield made


OPERATORS = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||"]


def operators():
    ints = [0, 1, -1, 3, 10, num("1.5"), num("0.1"), num("0.2"), num("0.3"), num("1e20"), "5", "x", num("9223372036854775807"), num("-7")]
    arithmetic = ints + [None, N["number"], U["number"], U["number_range"], U["number_least"], U["any"], U["string"], True, [], {}, sensitive(4), op("/", 1, 0), op("/", -1, 0), op("/", 1, 3)]
    for symbol in OPERATORS[:9]:
        for left, right in itertools.product(arithmetic, arithmetic):
            if SEED.random() < 0.28:
                yield op(symbol, left, right)
    logical = [True, False, "true", "false", "x", 1, None, N["bool"], U["bool"], U["bool_set"], U["any"], U["string"], sensitive(True), sensitive(U["bool"])]
    for symbol in ["&&", "||"]:
        for left, right in itertools.product(logical, logical):
            yield op(symbol, left, right)
    equal = ANY + STRINGS[:6]
    for symbol in ["==", "!="]:
        for left in equal:
            for right in [left, SEED.choice(equal), SEED.choice(UNKNOWNS), None, SEED.choice(MIXED)]:
                yield op(symbol, left, right)
    for left, right in [([1, 2], listof(1, 2)), ({"a": 1}, mapof(a=1)), (setof("a"), ["a"]), (setof("a", "b"), setof("b", "a")), (1, "1"), (True, "true"), (num("1.0"), 1), ("e\u0301", "é"),
                        (N["string"], N["number"]), (N["string"], None), ([None], [N["string"]]), ([1, U["number"]], [2, U["number"]]), ([1, U["number"]], [1, 2]), ([U["number"], 1], [1, 2]),
                        ({"a": U["any"]}, {"b": 1}), ({"a": U["any"]}, {"a": 1}), (U["string_prefix"], "xyz"), (U["string_prefix"], "abc:d"), (U["number_range"], 7), (U["number_range"], 2), (U["number_least"], -1),
                        (U["list_length"], listof("a", "b", "c")), (U["list_length"], listof("a")), (U["list"], ["a"]), (U["list"], N["list"]), (U["list_null"], None), (U["object"], {"a": 1}), (U["object"], None),
                        (U["set"], setof("a", "b", "c")), (U["set"], setof("q")), (setof(U["string"]), setof("a")), (mapof(a=U["string"]), mapof(b="x")), (op("+", num("0.1"), num("0.2")), num("0.3")),
                        (num("-0.0"), 0), (op("/", 1, 3), op("/", 2, 6)), ([], call("tolist", [])), (EMPTY_LIST, call("tolist", [])), (U["string"], 1), (U["string"], U["string"])]:
        yield op("==", left, right)
        yield op("!=", right, left)
    for value in ints + [None, U["number"], U["number_range"], U["any"], sensitive(1), [], True]:
        yield unary("-", value)
    for value in logical + [[]]:
        yield unary("!", value)
    for value in [U["number_range"], U["number_least"], U["number"]]:
        for symbol, bound in itertools.product(["<", "<=", ">", ">=", "==", "!="], [-1, 0, 1, 3, 5, 6, num("5.5")]):
            yield op(symbol, value, bound)
            yield op(symbol, bound, value)


def conditionals():
    results = [1, "a", True, None, [], [1], ["a", 1], {}, {"a": 1}, {"a": "x"}, {"a": 1, "b": 2}, listof("a"), listof(1), setof("a"), mapof(a="x"), mapof(a=1), EMPTY_LIST, EMPTY_MAP, *N.values(), *U.values(),
               sensitive("s"), [None], {"a": None}, [[1], ["a"]], {"a": [1]}, {"a": {"b": 1}}, call("tolist", []), mapof(), [1, 2], listof({"a": 1}), listof({"a": "x"}), num("1.5"), "1", setof(1), [U["string"]]]
    for condition in [True, False, U["bool"]]:
        for yes in results:
            for no in SEED.sample(results, 9):
                yield cond(condition, yes, no)
    for condition in ["true", "x", 1, None, N["bool"], U["string"], U["any"], sensitive(True), [], {}]:
        yield cond(condition, 1, 2)
    for made in [cond(U["bool"], 1, 5), cond(U["bool"], 1, 1), cond(U["bool"], 1, U["number_range"]), cond(U["bool"], U["number_least"], 3), cond(U["bool"], U["number"], 3)]:
        for symbol, bound in itertools.product(["<", ">", "=="], [0, 3, 6]):
            yield op(symbol, made, bound)
    for made in [cond(U["bool"], listof("a"), EMPTY_LIST), cond(U["bool"], listof("a"), listof("b")), cond(U["bool"], EMPTY_LIST, EMPTY_LIST), cond(U["bool"], setof("a"), setof("b")), cond(U["bool"], mapof(a="x"), mapof(b="y")),
                 cond(U["bool"], ["a"], ["b", "c"]), cond(U["bool"], {"a": 1}, {"b": 2}), cond(U["bool"], N["list"], listof("a")), cond(U["bool"], setof(U["string"], "a"), setof("a")), cond(U["bool"], None, listof("a"))]:
        yield call("length", made)
        yield op(">", call("length", made), 0)
        yield op("==", made, None)
        yield call("concat", made, ["z"])
    yield op("==", cond(U["bool"], None, None), None)
    yield op("==", cond(U["bool"], "a", "b"), None)
    yield op("==", cond(U["bool"], None, "b"), None)
    yield call("startswith", cond(U["bool"], "abc", "abd"), "ab")


def access():
    keys = [0, 1, 2, -1, num("0.5"), "0", "a", "z", None, True, U["number"], U["string"], U["any"], sensitive(0), sensitive("a"), [], num("1e20"), "", "x y"]
    for of in TUPLES[:9] + OBJECTS[:5] + LISTS + SETS[:2] + MAPS + NULLS + UNKNOWNS + MIXED + HIDDEN[2:6] + ["abc", 5, True]:
        for key in SEED.sample(keys, 8):
            yield index(of, key)
        yield attr(of, "a")
        yield attr(of, SEED.choice(["b", "z", "id"]))
    for number in [0, 1, 2, 3]:
        yield index([], number)
        yield index(["a", "b"], number)
        yield index(sensitive(["a", "b"]), number)
        yield index(listof("a", "b"), number)


def templates():
    for part in ANY + STRINGS:
        yield template("x", part)
    for made in [template("abc", U["string"]), template("abc-", U["string"]), template("a", U["string"], "b"), template(U["string"]), template(U["string"], "x"), template("ü", U["string"]), template("x" * 200, U["string"]),
                 template("a/", 1, "/", U["any"]), template("x-", U["string_prefix"])]:
        for prefix in ["", "a", "ab", "abc", "abc-", "abc-d", "x", "xx", "x" * 120, "a/1/", "ü", "x-", "x-a"]:
            yield call("startswith", made, prefix)
        yield op("==", made, None)
        yield op("==", made, "zzz")
        yield call("length", made)
        yield op(">=", call("length", made), 2)
    for a, b in zip(some(SCALARS, 40), some(SCALARS + NULLS, 40)):
        yield template(a, "-", b)


def probes(case):
    """What is known of a result that is unknown shows only when something is asked of it."""
    return [op("==", case, None), call("length", case), call("jsonencode", case), cond(True, case, "text")]


def groups():
    """Name of the golden file -> cases."""
    made = {"functions": list(functions()), "operators": list(operators()), "conditionals": list(conditionals()), "access": list(access()), "templates": list(templates())}
    return {name: [lit(case) for case in cases] for name, cases in made.items()}
