package t

# One rule a line, each looked at by itself; the others are functions and rules that they use.

f(x) if { x == input.obj.a }
g(x) := "one" if { x == 1 } else := "two" if { x == 2 } else := "many"
ok(c) if { startswith(c.image, "ok/") }
default d := false
d if input.missing
limit := 3 if input.missing

# What `not` means where something is undefined.
undefined_text contains 1 if { not startswith(input.missing, "x") }
undefined_equal contains 1 if { not input.missing == "x" }
undefined_unequal contains 1 if { not input.missing != "x" }
undefined_member contains 1 if { not input.missing in ["a"] }
undefined_collection contains 1 if { not "a" in input.missing }
undefined_count contains 1 if { not count(input.missing) > 0 }
undefined_count_equal contains 1 if { not count(input.missing) == 0 }
undefined_less contains 1 if { not input.missing < 3 }
undefined_regex contains 1 if { not regex.match("^a", input.missing) }
undefined_function contains 1 if { not f(input.missing) }
undefined_nested contains 1 if { not f(count(input.missing)) }
undefined_reference contains 1 if { not input.missing }
undefined_index contains 1 if { not input.obj[input.missing] }
undefined_rule contains 1 if { not f(limit) }
undefined_rule_itself contains 1 if { not limit }
undefined_default contains 1 if { not d }
undefined_in_list contains 1 if { not f([input.missing]) }
undefined_in_object contains 1 if { not f({"a": input.missing}) }
undefined_in_comprehension contains 1 if { not f([x | x := input.missing[_]]) }
undefined_arithmetic contains 1 if { not input.missing + 1 == 2 }
undefined_within contains x if { x := [c.name | c := input.list[_]; not startswith(c.image, "ok/")] }
undefined_with contains 1 if { not f(input.missing) with input as {"missing": 2} }
undefined_every contains 1 if { every c in input.list { not startswith(c.image, "x/") } }
undefined_whole contains c.name if { c := input.list[_]; not ok(c) }
undefined_bare contains 1 if not startswith(input.missing, "x")
undefined_false contains 1 if { not f(input.no) }
undefined_unify contains 1 if { not input.missing = 1 }
failing_call_below contains 1 if { not to_number("abc") == 1 }

# Printing.
print_values contains x if { x := sprintf("%v %v %v %v %v %v %v %v", [{"b", "a"}, ["x", 1], {"k": {"z"}}, 3, 1.5, null, true, "s"]) }
print_text contains x if { x := sprintf("%s %s %q", [{"b", "a"}, "x", "quo"]) }
print_wrong_type contains x if { x := sprintf("%d %s", ["1", 2]) }
print_missing contains x if { x := sprintf("%v %v", [1]) }
print_extra contains x if { x := sprintf("extra %v", [1, 2]) }
print_widths contains x if { x := sprintf("%5d|%-5s|%05.2f|%x|%t|%+v|%#v|%T|%%|%d%%", [42, "a", 3.14159, 255, true, {"a": 1}, "s", "t", 5]) }
print_decimals contains x if { x := sprintf("%.2f %d %v", [2, 1.0, 1.0]) }
print_quotient contains x if { x := sprintf("%v", [10 / 4]) }
print_large contains x if { x := sprintf("%v %d", [1000000, 12345678901]) }
print_quotes contains x if { x := sprintf("%v %v", ["a \"q\" <b>", ["a \"q\" <b>", "é"]]) }
print_empty contains x if { x := sprintf("%v %v %v", [set(), [], {}]) }
print_undefined contains x if { x := sprintf("%v", [input.missing]) }

# Everyday functions.
join contains x if { x := concat(", ", {"b", "a"}) }
added contains x if { x := to_number("12") + to_number("1.5") }
default_value contains x if { x := object.get(input.obj, "nope", "def") }
default_deep contains x if { x := object.get(input.obj, ["b", "c"], "def") }
walked contains x if { walk(input.obj, [p, v]); v == 1; x := p }
bytes contains x if { x := units.parse_bytes("1Gi") }
quantity contains x if { x := units.parse("100m") }
replaced contains x if { x := regex.replace("a-b", "-", "_") }
marshalled contains x if { x := json.marshal({"a": [1, "x"]}) }
parts contains x if { x := split("a:b", ":")[1] }
sorted contains x if { x := sort({"b", "a"}) }
globbed contains x if { x := glob.match("*.x", ["."], "a.x") }
difference contains x if { x := {"a", "b"} - {"a"} }
keys contains x if { x := object.keys({"a": 1}) }
union_of contains x if { x := object.union({"a": 1}, {"b": 2}) }
network contains x if { x := net.cidr_contains("10.0.0.0/8", "10.1.1.1") }
found contains x if { x := regex.find_n("[a-z]+", "ab cd", -1) }
ignoring_case contains x if { x := regex.match("(?i)ABC", "abc") }
hashed contains x if { x := [crypto.sha256("a"), crypto.sha1("a"), crypto.md5("a")] }
versions contains x if { x := semver.compare("1.2.3", "1.2.4") }
alternatives contains x if { x := [g(1), g(2), g(3)] }
null_count contains x if { x := count(input.nullv) }
null_elements contains x if { x := input.nullv[_] }
null_negated contains 1 if { not input.nullv }
filtered contains x if { x := object.filter({"a": 1, "b": 2}, ["a"]) }
inventory contains x if { x := data.inventory.cluster.v1.Namespace[name].metadata.name }
