# Operators, and how they bind.
precedence = a || b && c == d < e + f * g
left       = 1 - 2 - 3 / 4 / 5 % 6
equality   = a == b != c
unary      = -a.b + !c[0] * - -1
logical    = !a && b || c
condition  = a ? b : c ? d : e
nested     = a ? b ? 1 : 2 : 3
parens     = (1 + 2) * 3
dashes     = a-b - c -d
unicode    = übergröße.名前
lines = (
  1 # comment
  + // another
  2 /* one
  more */ * 3
)

# Literals.
nothing = null
truth   = [true, false]
numbers = [0, 12, 1.5, 1e3, 1.5E-10, 2e+5, 007, 9999999999999999999999]
empty   = [[], {}, "", {

}]

# References.
attributes = a.b.c
index      = a["b"][0][c.d]
legacy     = a.0.b.1
spaced     = a . b [ 0 ]
splat      = a[*].b[0].c
attr_splat = a.*.b.0.c[0].d
both       = a[*].b[*].c
bare_splat = a.*
two_splats = a.*.b[*].c
on_call    = f(x)[0].y
on_literal = { a = 1 }.a
on_string  = "text".x

# Calls.
none     = f()
some     = f(1, "a", [2],)
expanded = max(1, list...)
provider = provider::aws::arn_parse("x").account
several = join(",",
  [
    "a", # first

    "b",
  ],
)
spaced_call = f (1)

# Collections.
object = { a = 1, b : 2, "c d" = 3, (e) = 4, 5 = 6, null = 7, true = 8, f.g = 9, "${h}" = 10, i() = 11 }
many = {
  a = 1
  b = 2, c = 3

  # comment
  d = 4, // comment
  e = 5, /* comment */
}
after_newline = {
  key = cond ? (
    1
  ) : 2
}

# For.
tuple  = [for x in y : x.a]
keyed  = [for k, v in y : "${k}" if v != null]
object_for = { for k, v in y : k => v... if v }
multiline = {
  for k, v in y : k => v ? a :
  c
}
nested_for = [for x in [for y in z : y] : { for a, b in x : a => b }]
