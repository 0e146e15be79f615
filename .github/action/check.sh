#!/usr/bin/env bash
# The step of action.yml: turns its inputs, which come as variables, into arguments.
set -uo pipefail

arguments=(check --no-progress --format terminal)
[ -z "${INPUT_CONFIG:-}" ] || arguments+=(--config "$INPUT_CONFIG")
[ -z "${INPUT_MIN_SEVERITY:-}" ] || arguments+=(--min-severity "$INPUT_MIN_SEVERITY")
[ -z "${INPUT_FAIL_ON:-}" ] || arguments+=(--fail-on "$INPUT_FAIL_ON")
[ -z "${INPUT_SELECT:-}" ] || arguments+=(--select "$INPUT_SELECT")
[ -z "${INPUT_IGNORE:-}" ] || arguments+=(--ignore "$INPUT_IGNORE")
[ -z "${INPUT_SARIF_FILE:-}" ] || arguments+=(--format "sarif=$INPUT_SARIF_FILE")
[ "${INPUT_ALLOW_INCOMPLETE:-false}" != true ] || arguments+=(--allow-incomplete)
arguments+=(--)
while IFS= read -r path; do
  [ -z "$path" ] || arguments+=("$path")
done <<<"${INPUT_PATHS:-.}"

"${SEAWORTHY:-$RUNNER_TEMP/seaworthy/bin/seaworthy}" "${arguments[@]}"
code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
