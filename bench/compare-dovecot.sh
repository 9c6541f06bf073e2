#!/usr/bin/env bash
# Port143 and a tuned Dovecot under the same load in one run; prints ratios. Takes about 15 minutes and wants a quiet machine.
#
#   bench/compare-dovecot.sh [WORKLOADS]      default: W1,W1b,W2,W3,W4 (see the load generator's README)
#
# LOADGEN   the folder of the load generator and its peers (default: ../shared/loadgen beside the repository)
# COUNT     messages in the mailbox of the list views (default 100000) ; BODIES  of the body reads (default 10000)
# RUNS      measured runs of each workload (default 3)
#
# "faster" is wall time; "CPU" is server CPU per operation, the fairer figure where client and server share the machine.
# Quote ratios of one run, never absolute figures of different runs.
set -eu
cd "$(dirname "$0")/.."
loadgen=${LOADGEN:-$PWD/../shared/loadgen}
count=${COUNT:-100000} bodies=${BODIES:-10000} runs=${RUNS:-3} workloads=${1:-W1,W1b,W2,W3,W4}
[ -d "$loadgen/peers" ] || { echo "compare-dovecot.sh: there is no load generator in $loadgen; say LOADGEN=DIR" >&2; exit 66; }

work=$(mktemp -d "${TMPDIR:-/tmp}/port143-compare.XXXXXX")
chmod 755 "$work" # Dovecot's own user reads its mail below
export LOADGEN_WORK=$work/servers
mkdir -p "$LOADGEN_WORK"
peer() { # SERVER VERB
  case $1 in
    dovecot) bash "$loadgen/peers/dovecot.sh" "$2" ;;
    port143) bash "$loadgen/peers/port143.sh" "$2" "$work/port143" ;;
  esac
}
stop() {
  peer port143 stop 2>/dev/null || true
  peer dovecot stop 2>/dev/null || true
}
trap 'stop; rm -rf "$work"' EXIT

echo "building"
cp -r "$loadgen" "$work/loadgen"; chmod -R u+w "$work/loadgen"
dotnet publish "$work/loadgen" -c Release -o "$work/load" -v quiet --nologo >/dev/null
dotnet publish src/Port143 -c Release -o "$work/port143" -v quiet --nologo >/dev/null
dotnet build bench/Port143.Bench -c Release -v quiet --nologo >/dev/null

report=$work/report.jsonl
load() { # SERVER ARGUMENTS...
  local arguments; arguments=$(peer "$1" env); shift
  # shellcheck disable=SC2086
  "$work/load/loadgen" $arguments --runs "$runs" --out "$report" "$@"
}
for server in dovecot port143; do
  peer $server start >/dev/null
  echo "$server: filling mailboxes"
  load $server --workload prep --mailbox Bodies --count "$bodies"
  [ "$count" = "$bodies" ] || load $server --workload prep --mailbox Views --count "$count"
done
views=Views; [ "$count" != "$bodies" ] || views=Bodies
# Turn and turn about, so that what else the machine does meets both.
for workload in $(echo "$workloads" | tr , ' '); do
  for server in dovecot port143; do
    case $workload in
      W2 | W3 | W7 | W9) load $server --workload "$workload" --mailbox "$views" --count "$count" ;;
      W1 | W1b) load $server --workload "$workload" ;;
      *) load $server --workload "$workload" --mailbox Bodies --count "$bodies" ;;
    esac
  done
done
dotnet bench/Port143.Bench/bin/Release/net10.0/Port143.Bench.dll compare "$report" dovecot-sdbox port143
[ -z "${REPORT:-}" ] || cp "$report" "$REPORT"
