#!/usr/bin/env bash
# How the cost of an operation grows with the mailbox: from 1,000 messages to 1,000,000, in Port143. See --help.
set -eu
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
usage: bench/growth.sh [--largest N] [--rounds N] [--out FOLDER] [--binary FILE] [--only STEPS]

Fills one mailbox of each size (1,000, 10,000 and so on), measures operations in each, memory in the largest, and writes
growth.md, growth-latency.svg, growth-cpu.svg and samples.jsonl. Takes about ten minutes and 4 GB of disk.

  --largest   messages in the largest mailbox (1000000)
  --rounds    how often each operation is measured in each mailbox (3)
  --out       where results go (bench/results-growth); the mailboxes stay there in "servers", and are not filled again
  --binary    measure this executable of Port143 instead of building one
  --only      one or more of fill,operations,sessions,stream,report
TEXT
}

largest=1000000 rounds=3 out=bench/results-growth binary= only=fill,operations,sessions,stream,report
while [ $# -gt 0 ]; do
  case $1 in
    --largest) largest=${2:?} && shift ;;
    --rounds) rounds=${2:?} && shift ;;
    --out) out=${2:?} && shift ;;
    --binary) binary=$(realpath "${2:?}") && shift ;;
    --only) only=${2:?} && shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "growth.sh: there is no option $1" >&2; usage >&2; exit 64 ;;
  esac
  shift
done
. .ci/dotnet.sh
. bench/publish.sh
mkdir -p "$out"
out=$(realpath "$out")
export PEERS_FOLDER=$out/servers
if [ -z "$binary" ]; then
  [ -x "$out/port143/port143" ] || publish src/Port143 "$out/port143" "$out/build.log"
  binary=$out/port143/port143
fi
export PORT143=$binary
load=$out/load/Port143.Load
[ -x "$load" ] || publish bench/Port143.Load "$out/load" "$out/build.log"

peer() { bash bench/peers/port143.sh "$1"; }
growth() {
  # shellcheck disable=SC2046
  "$load" growth $(peer env) --out "$out/samples.jsonl" "$@"
}
trap 'peer stop' EXIT
peer stop
peer start

sizes=() size=1000
while [ "$size" -le "$largest" ]; do sizes+=("$size"); size=$((size * 10)); done
wants() { case ,$only, in *,"$1",*) ;; *) return 1 ;; esac; }
if wants fill; then
  for i in "${!sizes[@]}"; do growth --step fill --size "${sizes[i]}" --account $((i + 1)); done
fi
if wants operations; then
  for _ in $(seq "$rounds"); do
    for i in "${!sizes[@]}"; do growth --step operations --size "${sizes[i]}" --account $((i + 1)); done
  done
fi
last=$((${#sizes[@]} - 1))
if wants sessions; then
  peer stop
  peer start
  growth --step sessions --size "${sizes[last]}" --account $((last + 1))
fi
if wants stream; then
  peer stop
  peer start
  growth --step stream --count "$((largest < 100000 ? largest : 100000))" --account $((last + 1))
fi
if wants report; then "$load" growth-report --in "$out/samples.jsonl" --out "$out"; fi
