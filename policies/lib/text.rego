# Wording of messages.
package seaworthy.lib.text

# A number with its noun: `1 day`, `7 days`.
plural(number, one, _) := sprintf("%v %s", [number, one]) if number == 1

plural(number, _, many) := sprintf("%v %s", [number, many]) if number != 1
