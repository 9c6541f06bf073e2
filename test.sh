#!/usr/bin/env bash
# The one test command: builds the solution in Release, runs every test project, sums up. See --help.
set -eu
cd "$(dirname "$0")"

usage() {
  cat <<'TEXT'
usage: ./test.sh [--long] [PROJECT ...]

Builds everything in Release, warnings being errors, and runs the tests of every project, or of those named
(./test.sh Port143.Tests). Tests that need a program or the mail corpus that is not there are skipped and listed.

  --long     the long doses: 500 crashes instead of 25, millions of fuzz inputs ... (hours)
  --help     this text

The last line is "N passed, N failed", with ", N skipped" when some were. Exit code 0: nothing failed.
PORT143_CORPUS names the folder with the mail corpus; without it, ../shared/corpus is looked at.
TEXT
}

projects=()
for argument in "$@"; do
  case $argument in
    --long) export PORT143_LONG=1 ;;
    --help | -h) usage; exit 0 ;;
    -*) echo "test.sh: there is no option $argument" >&2; usage >&2; exit 64 ;;
    *) projects+=("$argument") ;;
  esac
done
named=("${projects[@]}")
if [ ${#projects[@]} -eq 0 ]; then
  for folder in tests/*.Tests; do projects+=("$(basename "$folder")"); done
fi
. .ci/dotnet.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Programs of others that the tests talk to. Where they cannot be had, their tests are skipped.
missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need mbsync isync
need mutt mutt
need offlineimap offlineimap3
need curl curl
need strace strace
need pebble pebble
need script bsdutils
need sqlite3 sqlite3
need zbarimg zbar-tools
need openssl openssl
need sslscan sslscan
# Only its program that reads a log is wanted; where systemd would start its service, it is not installed.
if [ ! -d /run/systemd/system ]; then need fail2ban-regex fail2ban; fi
need nft nftables
need ip iproute2
if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null 2>&1; then
  root=()
  if [ "$(id -u)" -ne 0 ]; then root=(sudo -n); fi
  install() {
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 timeout 180 \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$work/apt" 2>&1 </dev/null
  }
  if ! install; then
    "${root[@]}" timeout 120 apt-get update -qq >"$work/apt" 2>&1 </dev/null || true
    install || true
  fi
fi
for program in mbsync mutt offlineimap curl pebble strace script sqlite3 fail2ban-regex zbarimg openssl sslscan nft ip; do
  command -v "$program" >/dev/null 2>&1 || echo "missing: $program; the tests that need it are skipped"
done

echo "building"
build=(-c Release -v quiet --nologo -warnaserror)
if [ -n "${CI:-}" ]; then build+=(--disable-build-servers); fi # nothing may outlive this script there
if ! dotnet build Port143.slnx "${build[@]}" >"$work/build" 2>&1 </dev/null || grep -q ': warning ' "$work/build"; then
  cat "$work/build"
  echo "the build has errors or warnings"
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0 skipped=0
export PORT143_REPORT="$work/figures"
: >"$PORT143_REPORT"
limit=12m
if [ -n "${PORT143_LONG:-}" ]; then limit=12h; fi

# The number that an attribute of the report's assembly element has; 0 when it is not there.
count() {
  sed -n 's/.*<assembly [^>]*[ ]'"$2"'="\([0-9]*\)".*/\1/p' "$1" 2>/dev/null | head -n 1 | grep . || echo 0
}

for project in "${projects[@]}"; do
  program="tests/$project/bin/Release/net10.0/$project"
  report="$work/$project.xml"
  started=$SECONDS
  code=0
  if [ -x "$program" ]; then
    "$program" --report-xunit-xml --report-xunit-xml-filename "$project.xml" --results-directory "$work" \
      --auto-reporters off --fail-warns on --timeout "$limit" --no-ansi --progress off \
      >"$work/log" 2>&1 </dev/null || code=$?
  else
    code=66
    echo "there is no $program" >"$work/log"
  fi
  p=$(count "$report" passed) f=$(count "$report" failed) s=$(count "$report" skipped) e=$(count "$report" errors)
  f=$((f + e))
  # A run that broke off has no report, or a report without failures.
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  printf '%-26s %5d passed, %d failed, %d skipped  (%d s)\n' "$project" "$p" "$f" "$s" $((SECONDS - started))
  if [ "$f" -gt 0 ]; then
    cat "$work/log"
  elif [ "$s" -gt 0 ]; then
    grep -A 1 -i '^skipped ' "$work/log" | grep -v '^--$' | sed 's/^/  /' || true
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

# Allocations against their budgets: the same on every machine, unlike time.
if [ ${#named[@]} -eq 0 ]; then
  bench/Port143.Bench/bin/Release/net10.0/Port143.Bench --check >"$work/log" 2>&1 </dev/null || true
  p=$(sed -n 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' "$work/log") f=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$work/log")
  p=${p:-0} f=${f:-1}
  printf '%-26s %5d passed, %d failed\n' 'allocation budgets' "$p" "$f"
  if [ "$f" -gt 0 ]; then cat "$work/log"; fi
  passed=$((passed + p)) failed=$((failed + f))
fi

if [ -s "$PORT143_REPORT" ]; then
  echo "figures:"
  sed 's/^/  /' "$PORT143_REPORT"
fi
total="$passed passed, $failed failed"
if [ "$skipped" -gt 0 ]; then total="$total, $skipped skipped"; fi
echo "$total"
[ "$failed" -eq 0 ]
