#!/usr/bin/env bash
# Builds Port143 and starts a throw-away server to look at. Arguments go to "port143 try"; --help lists them.
set -eu
cd "$(dirname "$0")"
. .ci/dotnet.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ -t 2 ]; then printf 'building ...' >&2; fi
# Standard output stays free for what "try" prints.
if ! dotnet build src/Port143/Port143.csproj -c Release -v quiet --nologo >"$log" 2>&1 </dev/null; then
  printf '\n' >&2
  cat "$log" >&2
  exit 70
fi
if [ -t 2 ]; then printf '\r            \r' >&2; fi
rm -f "$log"
trap - EXIT
exec src/Port143/bin/Release/net10.0/port143 try "$@"
