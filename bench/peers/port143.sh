#!/usr/bin/env bash
# Port143 under the same conditions as the peers: 200 accounts, loopback only. PORT143 names the executable.
set -eu
name=port143 imap_port=27143 tls_port=27993 lmtp_port=27024
. "$(dirname "$0")/common.sh"
port143=${PORT143:?names the executable of Port143}
password=load-of-the-bench-9

prepare() {
  [ ! -e "$base/accounts" ] || return 0
  mkdir -p "$base/data"
  for i in $(seq 1 200); do
    printf '%s\n' "$password" | "$port143" account add "$(printf 'u%04d@example.org' "$i")" --password-stdin --data "$base/data" >>"$base/accounts.log" 2>&1
  done
  touch "$base/accounts"
}

spawn() {
  (
    enter_group
    exec "$port143" serve --data "$base/data" --imap 127.0.0.1:$imap_port --imaps 127.0.0.1:$tls_port --lmtp 127.0.0.1:$lmtp_port \
      --http off --cleartext-login loopback --log-level warning >"$base/out.log" 2>>"$base/error.log" </dev/null
  ) &
  echo $! >"$base/pid"
}

stop() {
  local pid
  pid=$(cat "$base/pid" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 300); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
  rm -f "$base/pid"
}

env() {
  echo "--server port143 --port $imap_port --tls-port $tls_port --lmtp-port $lmtp_port --user u0000@example.org --password $password" \
    "--data $base/data $(group_option)"
}

peer_main "$@"
