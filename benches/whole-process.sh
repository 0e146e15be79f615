#!/usr/bin/env bash
# Times whole runs over a folder: benches/whole-process.sh FOLDER [RUNS] [COMMAND ...]
#
# Prints the median of wall clock, CPU time and peak memory. COMMAND is what to time, `{}` standing for the folder; without
# one it is `seaworthy check`. Time two programs in one go, on one machine, and compare the ratio: absolute figures drift.
# Needs GNU time (Debian: `apt-get install time`).
set -euo pipefail

folder=${1:?usage: whole-process.sh FOLDER [RUNS] [COMMAND ...]}
runs=${2:-7}
shift "$(($# < 2 ? $# : 2))"
if [ $# -eq 0 ]; then
  cargo build --release --quiet --manifest-path "$(dirname "$0")/../Cargo.toml"
  set -- "$(dirname "$0")/../target/release/seaworthy" check --no-progress --format json "{}"
fi

figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
for ((run = 0; run <= runs; run++)); do
  # The first run warms the disk cache, and is not counted.
  : >"$figures.one"
  /usr/bin/time -o "$figures.one" -f '%e %U %S %M' "${@//\{\}/$folder}" >/dev/null 2>&1 || true
  [ "$run" -eq 0 ] || tail -n 1 "$figures.one" >>"$figures"
done
rm -f "$figures.one"
awk '{print $1}' "$figures" | sort -n | awk '{v[NR]=$1} END {printf "wall    %8.2f s\n", v[int((NR+1)/2)]}'
awk '{print $2+$3}' "$figures" | sort -n | awk '{v[NR]=$1} END {printf "cpu     %8.2f s\n", v[int((NR+1)/2)]}'
awk '{print $4}' "$figures" | sort -n | awk '{v[NR]=$1} END {printf "memory  %8.1f MB\n", v[int((NR+1)/2)]/1024}'
