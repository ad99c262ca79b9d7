#!/bin/bash
# Kills a batch run at random moments and lets it go on: at the end the report must be the one of a run that nobody
# disturbed, and no bundle may have been read twice.
#
#   kill-batch.sh PROGRAM [KILLS]     prints a line `kill-batch: …`; exit 1 when something is lost or done again
set -u
program=$1 kills=${2:-50}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Bundles of the samples, several times under other names: enough that a run is hit in the middle.
for copy in 1 2 3 4; do
  for input in "$here"/SampleLogs/cases/*/*/input; do
    name=${input#"$here"/SampleLogs/cases/}
    mkdir -p "$work/bundles"
    cp -r "$input" "$work/bundles/$copy-${name//\//_}"
  done
done
cd "$work" || exit 2
"$program" batch bundles --store whole.sqlite -q --format json --now 2027-01-01T00:00:00Z >whole.json 2>/dev/null
RANDOM=${SEED:-7}
killed=0
for ((attempt = 0; attempt < kills; attempt++)); do
  "$program" batch bundles --store cut.sqlite -q --format json --now 2027-01-01T00:00:00Z >/dev/null 2>&1 &
  pid=$!
  sleep "0.$(printf '%03d' $((RANDOM % 120)))"
  if kill -9 $pid 2>/dev/null; then killed=$((killed + 1)); fi
  wait $pid 2>/dev/null
done
"$program" batch bundles --store cut.sqlite -q --format json --now 2027-01-01T00:00:00Z >cut.json 2>/dev/null
count=$(ls bundles | wc -l)
read_in_all=$("$program" fleet runs --store cut.sqlite --format json | sed -n 's/^ *"scanned": \([0-9]*\),*$/\1/p' | awk '{ sum += $1 } END { print sum + 0 }')
echo "kill-batch: $killed of $kills runs killed, $count bundles, $read_in_all read in all"
cmp -s whole.json cut.json || { echo "kill-batch: the report differs from the one of an undisturbed run"; exit 1; }
[ "$read_in_all" -eq "$count" ] || { echo "kill-batch: a bundle was read twice or not at all"; exit 1; }
