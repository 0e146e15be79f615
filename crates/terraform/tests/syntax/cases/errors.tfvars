a = 1
b = [1, 2
c = {
  d = 1
}
e = "open
f = 3
g = {
  h = = 1
  i = 2
}
j = 4
