#!/bin/sh
# Runs the recipe of postfix.md for real: a Postfix instance of its own hands messages to Port143 over TCP, over a Unix socket
# and through the pipe, and asks it about recipients. Needs root and an installed Postfix; touches neither its configuration
# nor its queue. Port143 runs as the user "daemon", who must be able to read it. Usage: postfix-check.sh PATH-TO-PORT143
set -eu
owner=daemon
port143=$(realpath "${1:?usage: postfix-check.sh PATH-TO-PORT143}")
if ! command -v postfix >/dev/null; then
    echo "skipped: postfix is not installed"
    exit 77
fi
work=$(mktemp -d /tmp/port143-postfix-XXXXXX)
chmod 755 "$work"
server=
stop() {
    postfix -c "$work/etc" stop >/dev/null 2>&1 || true
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT INT TERM
fail() {
    echo "FAILED: $*"
    tail -20 "$work/mail.log" "$work/server.log" 2>/dev/null || true
    exit 1
}

mkdir -p "$work/etc" "$work/spool" "$work/lib" "$work/data"
chown postfix "$work/lib"
chown "$owner" "$work/data"
install -d -o "$owner" -g postfix -m 2750 "$work/spool/port143"
as_owner() { runuser -u "$owner" -- "$@"; }
echo secret-enough-for-a-check | as_owner "$port143" account add joe@check.test --password-stdin --data "$work/data" 2>/dev/null

cat >"$work/etc/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $work/spool
data_directory = $work/lib
maillog_file_prefixes = $work
maillog_file = $work/mail.log
myhostname = mx.check.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = check.test
virtual_transport = lmtp:inet:127.0.0.1:PORT
recipient_delimiter = +
smtpd_recipient_restrictions = reject_unauth_destination reject_unverified_recipient
unverified_recipient_reject_code = 550
address_verify_map = btree:$work/lib/verify
CF
cat >"$work/etc/master.cf" <<CF
127.0.0.1:10025 inet n - n - - smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
scache unix - - n - 1 scache
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
port143 unix - n n - 4 pipe flags=q user=$owner argv=$port143 deliver --sender \${sender} --data $work/data \${recipient}
CF

serve() {
    runuser -u "$owner" -- "$port143" serve --data "$work/data" --imap off --imaps off --lmtp "$1" >"$work/ready" 2>>"$work/server.log" &
    server=$!
    n=0
    until grep -q ready "$work/ready"; do
        n=$((n + 1))
        [ $n -lt 100 ] || fail "the server does not start"
        sleep 0.2
    done
}
arrived() { # how many messages with this subject INBOX has, waiting for the first
    n=0
    while [ $n -lt 60 ]; do
        rm -f "$work/data/out"
        as_owner "$port143" export joe@check.test "$work/data/out" --format mbox --mailbox "${2:-INBOX}" --data "$work/data" >/dev/null 2>&1 || true
        count=$(grep -c "^Subject: $1\$" "$work/data/out" 2>/dev/null || true)
        [ "${count:-0}" -eq 0 ] || return 0
        n=$((n + 1))
        sleep 0.5
    done
    return 1
}
send() { printf 'Subject: %s\n\nhello\n.\n..dots\n' "$1" | sendmail -C "$work/etc" -i -f sender@check.test "$2"; }

serve 127.0.0.1:0
port=$(sed 's/.*lmtp=127.0.0.1:\([0-9]*\).*/\1/' "$work/ready")
sed -i "s/PORT/$port/" "$work/etc/main.cf"
postfix -c "$work/etc" start >/dev/null 2>&1 || fail "postfix does not start"

send tcp joe@check.test
arrived tcp || fail "nothing arrived over TCP"
grep -q 'relay=127.0.0.1.*status=sent (250 2.1.5 Delivered' "$work/mail.log" || fail "the log does not say so"
send detail joe+archive@check.test
arrived detail Archive || fail "user+detail did not reach its mailbox"
echo "ok: TCP, user+detail"

answer=$({ printf 'EHLO x\r\nMAIL FROM:<a@elsewhere.test>\r\n'; sleep 1; printf 'RCPT TO:<nobody@check.test>\r\n'; sleep 8; printf 'RCPT TO:<joe@check.test>\r\n'; sleep 8; printf 'QUIT\r\n'; } |
    (command -v nc >/dev/null && nc 127.0.0.1 10025 || bash -c 'exec 3<>/dev/tcp/127.0.0.1/10025; cat <&3 & cat >&3; wait'))
echo "$answer" | grep -q '^550 5.1.1 <nobody@check.test>' || fail "an unknown recipient was not refused: $answer"
echo "$answer" | grep -q '^250 2.1.5' || fail "a known recipient was not accepted: $answer"
echo "ok: recipient verification"

kill "$server"
wait "$server" || true
serve "unix:$work/spool/port143/lmtp"
postconf -c "$work/etc" -e 'virtual_transport = lmtp:unix:port143/lmtp'
postfix -c "$work/etc" reload >/dev/null 2>&1
send socket joe@check.test
arrived socket || fail "nothing arrived over the Unix socket"
echo "ok: Unix socket"

postconf -c "$work/etc" -e 'virtual_transport = port143:' 'port143_destination_recipient_limit = 1'
postfix -c "$work/etc" reload >/dev/null 2>&1
send pipe joe@check.test
arrived pipe || fail "nothing arrived through the pipe"
echo "ok: pipe"
