#!/usr/bin/env bash
# Port143 and its peers under the same load in one run, turn and turn about. See --help and bench/README.md.
set -eu
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
usage: bench/compare.sh [--peer dovecot|cyrus|all|none] [--workloads W1,W3,...] [--rounds N] [--quick] [--out FOLDER] [--keep] [--jit]

Builds Port143 (NativeAOT where it can be had), starts it and the peers on this machine, runs every workload on each of them
in turn, and writes report.md, report.json and samples.jsonl into FOLDER. Wants root (peers are Debian's packages, installed if
they are missing), a quiet machine, 12 GB of memory and disk for each server, and about half an hour for each peer.

  --peer        against whom (dovecot)
  --workloads   only these; "bench/compare.sh --list" lists them
  --rounds      how often each is measured (3); the report gives median, minimum and maximum
  --quick       a smoke test of three minutes: small mailboxes, one round. Its figures mean nothing.
  --out         where results go (bench/results); what is there already is not measured again, so a run that was interrupted
                goes on where it was. Another folder, or a removed one, begins anew.
  --keep        leave the servers' mail there when all is done
  --jit         compile Port143 just in time, as the default package does
  --binary      measure this executable of Port143 instead of building one
TEXT
}

peers=dovecot workloads= rounds=3 scale=full out=bench/results keep= jit= binary=
while [ $# -gt 0 ]; do
  case $1 in
    --peer) peers=${2:?} && shift ;;
    --workloads) workloads=${2:?} && shift ;;
    --rounds) rounds=${2:?} && shift ;;
    --out) out=${2:?} && shift ;;
    --binary) binary=$(realpath "${2:?}") && shift ;;
    --quick) scale=quick rounds=1 ;;
    --keep) keep=1 ;;
    --jit) jit=1 ;;
    --list) exec dotnet run --project bench/Port143.Load -c Release -- workloads ;;
    --help | -h) usage; exit 0 ;;
    *) echo "compare.sh: there is no option $1" >&2; usage >&2; exit 64 ;;
  esac
  shift
done
case $peers in
  dovecot | cyrus) servers="$peers port143" ;;
  all) servers="dovecot cyrus port143" ;;
  none) servers="port143" ;;
  *) echo "compare.sh: --peer $peers: dovecot, cyrus, all or none" >&2; exit 64 ;;
esac
. .ci/dotnet.sh
. bench/publish.sh
if [ "$(id -u)" -ne 0 ] && [ "$peers" != none ]; then
  echo "compare.sh: the peers are installed and started as root; run it as root, or with --peer none" >&2
  exit 77
fi
if [ "$scale" = quick ]; then out=$out-quick; fi
mkdir -p "$out/done"
out=$(realpath "$out")
chmod 755 "$out" # Dovecot's own user reads its mail below
export PEERS_FOLDER=$out/servers
export CYRUS_ROOT=${CYRUS_ROOT:-${TMPDIR:-/tmp}/port143-cyrus}
mkdir -p "$PEERS_FOLDER"
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

# What was measured and what is to be measured are to be the same program.
commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
if [ -z "$binary" ] && [ -e "$out/commit" ] && [ "$(cat "$out/commit")" != "$commit" ]; then
  echo "compare.sh: $out has results of commit $(cat "$out/commit"), this is $commit; remove that folder, name another with --out," \
    "or go on with the old one: --binary $out/port143/port143" >&2
  exit 65
fi
[ -e "$out/commit" ] || echo "$commit" >"$out/commit"

if [ -n "$binary" ]; then
  export PORT143=$binary
  mode="as given"
elif [ -e "$out/built" ]; then
  export PORT143=$out/port143/port143
  mode=$(cat "$out/built")
else
  echo "building Port143"
  mode=$(publish src/Port143 "$out/port143" "$out/build.log")
  export PORT143=$out/port143/port143
  echo "$mode" >"$out/built"
fi
load=$out/load/Port143.Load
if [ ! -x "$load" ]; then
  echo "building the load generator"
  publish bench/Port143.Load "$out/load" "$out/build.log" >/dev/null
fi

peer() { bash "bench/peers/$1.sh" "$2"; }
stop_all() { for server in $servers; do peer "$server" stop >/dev/null 2>&1 || true; done; }
trap stop_all EXIT
stop_all
for server in $servers; do
  echo "starting $server"
  peer "$server" start
done

{
  echo "Port143 $(cat "$out/commit") ($mode) on $(nproc) x $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)," \
    "$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo), kernel $(uname -r); loopback, durability as each server promises by default."
  case $servers in *dovecot*) echo "Dovecot $(dovecot --version 2>/dev/null | cut -d' ' -f1), sdbox, tuned as in bench/peers/dovecot.sh." ;; esac
  case $servers in *cyrus*) echo "Cyrus IMAP $(chroot "$CYRUS_ROOT" dpkg-query -W -f '${Version}' cyrus-imapd 2>/dev/null), as in bench/peers/cyrus.sh." ;; esac
  echo "Scale: $scale; $rounds rounds, in each of which every workload runs on every server in turn."
} >"$out/about.md"

# WORKLOAD SERVER ROUND
measure() {
  local done=$out/done/$3.$1.$2 part=$out/part.jsonl
  [ ! -e "$done" ] || return 0
  rm -f "$part"
  printf '%s  round %s  %-8s %s\n' "$(date +%T)" "$3" "$1" "$2"
  # shellcheck disable=SC2046
  if timeout 1500 "$load" run $(peer "$2" env) --script "bench/peers/$2.sh" --workload "$1" --round "$3" --scale "$scale" \
    --out "$part" >"$out/load.log" 2>"$out/load.err"; then
    cat "$part" >>"$out/samples.jsonl"
    touch "$done"
  else
    failed=$((failed + 1))
    sed "s/^/    /" "$out/load.err" >&2
    # It may have left the server down.
    peer "$2" stop >/dev/null 2>&1 || true
    peer "$2" start || true
  fi
}

failed=0
touch "$out/samples.jsonl"
for server in $servers; do measure prepare "$server" 1; done
if [ -z "$workloads" ]; then workloads=$("$load" workloads | awk '$1 != "prepare" { print $1 }'); fi
for workload in ${workloads//,/ }; do
  for round in $(seq "$rounds"); do
    for server in $servers; do measure "$workload" "$server" "$round"; done
  done
done

stop_all
"$load" report --in "$out/samples.jsonl" --out "$out" --about "$out/about.md"
if [ "$failed" -gt 0 ]; then
  echo "$failed runs failed; start it again to repeat only these" >&2
  exit 69
fi
if [ -z "$keep" ]; then
  for server in $servers; do peer "$server" clean >/dev/null 2>&1 || true; done
fi
echo "written: $out/report.md, $out/report.json, $out/samples.jsonl"
