from_auto = { name = "first" }
from_both = ["1", 2]
