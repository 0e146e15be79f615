"""Values for test cases: each has an encoding that the test reads, and the HCL that makes the same value."""
UNKNOWN = "terraform_data.u.id"
MAYBE = f"tobool({UNKNOWN})"  # an unknown truth value that may be null


class V:
    """A value, or a call, operation or template that makes one."""

    def __init__(self, code, hcl):
        self.code, self.hcl = code, hcl

    def __repr__(self):
        return self.hcl


def quote(text):
    """A text as an HCL literal."""
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    escaped = "".join(special.get(c, c if c >= " " else f"\\u{ord(c):04x}") for c in text)
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'


def lit(value):
    """Python's None, bool, int, str, list (a tuple) and dict (an object); numbers that are not whole: num()."""
    if isinstance(value, V):
        return value
    if value is None:
        return V(None, "null")
    if isinstance(value, bool):
        return V(value, "true" if value else "false")
    if isinstance(value, int):
        return V({"number": str(value)}, str(value))
    if isinstance(value, str):
        return V(value, quote(value))
    if isinstance(value, (list, tuple)):
        items = [lit(v) for v in value]
        return V([i.code for i in items], "[" + ", ".join(i.hcl for i in items) + "]")
    items = {k: lit(v) for k, v in value.items()}
    return V({"object": {k: i.code for k, i in items.items()}},
             "{" + ", ".join(f"{quote(k)} = {i.hcl}" for k, i in items.items()) + "}")


def num(text):
    return V({"number": text}, text)


def call(name, *args):
    args = [lit(a) for a in args]
    return V({"call": name, "args": [a.code for a in args]}, f"{name}({', '.join(a.hcl for a in args)})")


def op(symbol, left, right):
    left, right = lit(left), lit(right)
    return V({"op": symbol, "args": [left.code, right.code]}, f"({left.hcl} {symbol} {right.hcl})")


def unary(symbol, operand):
    operand = lit(operand)
    return V({"op": symbol, "args": [operand.code]}, f"({symbol}({operand.hcl}))")


def cond(condition, yes, no):
    parts = [lit(condition), lit(yes), lit(no)]
    return V({"cond": [p.code for p in parts]}, "({} ? {} : {})".format(*(p.hcl for p in parts)))


def index(of, key):
    of, key = lit(of), lit(key)
    return V({"index": [of.code, key.code]}, f"({of.hcl})[{key.hcl}]")


def attr(of, name):
    of = lit(of)
    return V({"attr": of.code, "name": name}, f"({of.hcl}).{name}")


def template(*parts):
    """Texts stand for themselves, values are filled in."""
    code, hcl = [], ""
    for part in parts:
        if isinstance(part, str):
            code.append(part)
            hcl += quote(part)[1:-1]
        else:
            code.append(lit(part).code)
            hcl += "${" + lit(part).hcl + "}"
    return V({"template": code}, f'"{hcl}"')


def listof(*items):
    return call("tolist", list(items))


def setof(*items):
    return call("toset", list(items))


def mapof(**items):
    return call("tomap", items)


def null(kind, hcl):
    """A null of a type; the HCL is a value of that type."""
    return V({"null": kind}, f"(true ? null : {hcl})")


def sensitive(value):
    return call("sensitive", value)


def unknown(kind, hcl, **known):
    """An unknown value; `known` is any of not_null, prefix, range, length."""
    return V({"unknown": kind, **known}, hcl)


LISTS = ["list", "string"]
U = dict(
    string=unknown("string", UNKNOWN, not_null=True),
    string_null=unknown("string", f"tostring({UNKNOWN})"),
    string_prefix=unknown("string", f'"abc:${{{UNKNOWN}}}"', not_null=True, prefix="abc:"),
    number=unknown("number", f"tonumber({UNKNOWN})"),
    number_range=unknown("number", f"({MAYBE} ? 1 : 5)", not_null=True, range=["1", "5"]),
    number_least=unknown("number", f"length({UNKNOWN})", not_null=True, range=["0", None]),
    bool=unknown("bool", MAYBE),
    bool_set=unknown("bool", f'({UNKNOWN} == "x")', not_null=True),
    any=unknown("dynamic", f"jsondecode({UNKNOWN})"),
    list=unknown(LISTS, f'split(",", {UNKNOWN})', not_null=True),
    list_length=unknown(LISTS, f'({MAYBE} ? tolist(["a"]) : tolist(["a", "b"]))', not_null=True, length=[1, 2]),
    list_null=unknown(LISTS, f'({MAYBE} ? null : tolist(["a"]))'),
    list_any=unknown(["list", "dynamic"], f"tolist(jsondecode({UNKNOWN}))"),
    set=unknown(["set", "string"], f'({MAYBE} ? toset(["a"]) : toset(["b", "c"]))', not_null=True, length=[1, 2]),
    set_any=unknown(["set", "dynamic"], f"toset(jsondecode({UNKNOWN}))"),
    map=unknown(["map", "string"], f'zipmap(split(",", {UNKNOWN}), tolist(["a"]))', not_null=True),
    map_any=unknown(["map", "dynamic"], f"tomap(jsondecode({UNKNOWN}))"),
    object=unknown(["object", {"a": "number", "b": "string"}],
                   f'({MAYBE} ? {{a = 1, b = "x"}} : {{a = 2, b = "y"}})', not_null=True),
    tuple=unknown(["tuple", ["number", "string"]], f'({MAYBE} ? [1, "x"] : [2, "y"])', not_null=True),
)
N = dict(
    string=null("string", '""'), number=null("number", "0"), bool=null("bool", "true"),
    list=null(LISTS, 'tolist([""])'), set=null(["set", "string"], 'toset([""])'),
    map=null(["map", "string"], 'tomap({a = ""})'), object=null(["object", {"a": "string"}], '{a = ""}'),
)
EMPTY_LIST = V({"list": ["string", []]}, 'slice(tolist(["a"]), 0, 0)')
EMPTY_MAP = V({"map": ["string", {}]}, '(true ? {} : tomap({a = "a"}))')
