package seaworthy.own.loop_test

f(x) := f(x + 1)

test_recursion if f(1) == 3

test_unharmed if 1 + 1 == 2

test_large if count(numbers.range(1, 1000000000)) > 0

test_undisturbed if count([1, 2]) == 2
