#!/usr/bin/env bash
# Looks at the TLS of an IMAP server with testssl.sh and sslscan, on both ports. docs/operations/tls.md says how to read it.
set -eu

usage() {
  cat <<'TEXT'
usage: tls-check.sh [--ca FILE] [--out DIR] HOST [IMAP-PORT [IMAPS-PORT]]

Runs testssl.sh and sslscan (Debian: apt-get install testssl.sh sslscan) against IMAP with STARTTLS (143) and IMAP over TLS
(993), about two minutes each, and prints what they find fault with. "off" leaves a port out.

  --ca FILE    an authority to trust besides those of the machine, as PEM
  --out DIR    where the full output is kept; without it, it is removed

Exit code 0: clean. 1: there are findings. 64: wrong arguments. 69: a program is missing, or the server does not answer.
TEXT
}

ca=() out=
while [ $# -gt 0 ]; do
  case $1 in
    --ca) ca=(--add-ca "$(realpath "$2")"); shift 2 ;;
    --out) out=$2; shift 2 ;;
    --help | -h) usage; exit 0 ;;
    -*) usage >&2; exit 64 ;;
    *) break ;;
  esac
done
if [ $# -lt 1 ] || [ $# -gt 3 ]; then usage >&2; exit 64; fi
host=$1 imap=${2:-143} imaps=${3:-993}
testssl=$(command -v testssl || command -v testssl.sh || true)
for program in "${testssl:-testssl.sh}" sslscan; do
  command -v "$program" >/dev/null 2>&1 || { echo "tls-check: $program is missing; apt-get install testssl.sh sslscan" >&2; exit 69; }
done
if [ -z "$out" ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"
findings=0

# What sslscan shows, without the certificate: versions, suites and groups, a line each.
protocols() { sed -n 's/^\(SSLv[23]\|TLSv1\.[0-3]\) *enabled$/\1/p' "$1"; }
suites() { awk '$1 == "Preferred" || $1 == "Accepted" { print $2, $5 }' "$1"; }
groups() { awk '/Server Key Exchange Group/ { on = 1; next } /^$/ { on = 0 } on { print $1, $4 }' "$1"; }

fault() {
  echo "  FAULT  $1"
  findings=$((findings + 1))
}

# look NAME PORT sslscan-option testssl-option...
look() {
  local name=$1 port=$2 scan=$3 line
  shift 3
  echo "$name, port $port"
  sslscan --no-colour $scan "$host:$port" >"$out/$name.sslscan.txt" 2>&1 || true
  if [ -z "$(protocols "$out/$name.sslscan.txt")" ]; then
    echo "tls-check: no TLS on $host:$port; $(tail -n 1 "$out/$name.sslscan.txt")" >&2
    exit 69
  fi
  echo "  versions  $(protocols "$out/$name.sslscan.txt" | tr '\n' ' ')"
  echo "  groups    $(groups "$out/$name.sslscan.txt" | cut -d' ' -f2 | sort -u | tr '\n' ' ')"
  suites "$out/$name.sslscan.txt" | sed 's/^/  suite     /'
  sed -n 's/^\(RSA\|ECC\) Key Strength: */  key       \1 /p; s/^ECC Curve Name: */  curve     /p; s/^Signature Algorithm: */  signature /p' "$out/$name.sslscan.txt"
  for line in $(protocols "$out/$name.sslscan.txt"); do
    case $line in TLSv1.2 | TLSv1.3) ;; *) fault "sslscan: $line is enabled" ;; esac
  done
  while read -r version suite; do
    case $suite in
      TLS_*_GCM_SHA* | TLS_CHACHA20_POLY1305_SHA256 | ECDHE-*-GCM-SHA* | ECDHE-*-CHACHA20-POLY1305) ;;
      *) fault "sslscan: $version offers $suite" ;;
    esac
  done < <(suites "$out/$name.sslscan.txt")

  rm -f "$out/$name.testssl.json"
  "$testssl" --quiet --color 0 --warnings off "${ca[@]}" --jsonfile "$out/$name.testssl.json" "$@" "$host:$port" \
    >"$out/$name.testssl.txt" 2>&1 </dev/null || true
  if ! grep -q '"cipherlist_AVERAGE"\|"cipherlist_OBSOLETED"\|"BEAST"' "$out/$name.testssl.json" 2>/dev/null; then
    echo "tls-check: testssl.sh did not get to its end; see $out/$name.testssl.txt" >&2
    exit 69
  fi
  # One finding a block: id, then severity and finding. Its own program and the records of the domain are not the server's TLS;
  # and it may hang up before a ticket of TLS 1.3 arrives, and then says that it could not look.
  while IFS='|' read -r id severity finding; do
    case $id in
      engine_problem | DNS_CAArecord | sessionresumption_ticket) ;;
      *) fault "testssl: $id: $finding ($severity)" ;;
    esac
  done < <(sed -n 's/^ *"\(id\|severity\|finding\)" *: "\(.*\)",\{0,1\}$/\1 \2/p' "$out/$name.testssl.json" |
    awk '$1 == "id" { id = $2 } $1 == "severity" { level = $2 } $1 == "finding" && level ~ /^(LOW|MEDIUM|HIGH|CRITICAL|WARN|FATAL)$/ {
      sub(/^finding /, ""); print id "|" level "|" $0 }')
  sed -n 's/^ *\(Trust (hostname)\|Chain of trust\) */  \1: /p' "$out/$name.testssl.txt"
}

if [ "$imap" != off ]; then look starttls "$imap" --starttls-imap -t imap; fi
if [ "$imaps" != off ]; then look tls "$imaps" ""; fi
if [ "$findings" -gt 0 ]; then
  echo "$findings findings"
  exit 1
fi
echo "clean"
