#!/usr/bin/env bash
# Debian's Cyrus IMAP in a folder of its own, entered by chroot, as its package and Dovecot's exclude each other. The first start
# takes some minutes: debootstrap, then the package. Accounts u0001 to u0200, password "pass".
set -eu
name=cyrus imap_port=29143 tls_port=29993 lmtp_port=29024
. "$(dirname "$0")/common.sh"
# The system is kept when the mail is deleted: it takes long to make.
root=${CYRUS_ROOT:-${PEERS_FOLDER:-${TMPDIR:-/tmp}/port143-peers}/cyrus-system}

# Debian's mirror, as this machine knows it.
mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed -n 's/^deb .*\(https\?:[^ ]*\).*/\1/p; s/^URIs: *\([^ ]*\).*/\1/p' \
    | grep -v security | head -n 1
}

prepare() {
  if [ ! -e "$root/.made" ]; then
    command -v debootstrap >/dev/null || { apt-get update -qq >/dev/null || true; apt-get install -y -qq debootstrap >/dev/null; }
    rm -rf "$root"
    mkdir -p "$root"
    # shellcheck disable=SC1091
    debootstrap --variant=minbase --include=ca-certificates "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" "$(mirror)" >"$base/debootstrap.log"
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # the package is not to start it
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chroot "$root" apt-get update -qq >"$base/install.log"
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq --no-install-recommends \
      cyrus-imapd cyrus-admin sasl2-bin libsasl2-modules libsasl2-modules-db >>"$base/install.log" 2>&1
    chroot "$root" sh -c 'for i in $(seq -f %04g 1 200); do echo pass | saslpasswd2 -p -c -u localhost "u$i"; done
      chown cyrus:sasl /etc/sasldb2; chmod 640 /etc/sasldb2'
    certificate "$root/etc/bench"
    chmod 644 "$root"/etc/bench.*
    touch "$root/.made"
  fi
  if [ ! -e "$root/var/spool/cyrus/.bench" ]; then
    mkdir -p "$root"/run/cyrus/proc "$root"/run/cyrus/lock "$root"/run/cyrus/socket "$root"/var/lib/cyrus "$root"/var/spool/cyrus/mail "$root"/var/spool/sieve
    settings >"$root/etc/imapd.conf"
    services >"$root/etc/cyrus.conf"
    touch "$root/var/spool/cyrus/.bench"
    chroot "$root" chown -R cyrus:mail /var/lib/cyrus /var/spool/cyrus /var/spool/sieve /run/cyrus
  fi
}

settings() {
  cat <<'CONF'
configdirectory: /var/lib/cyrus
defaultpartition: default
partition-default: /var/spool/cyrus/mail
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
idlesocket: /run/cyrus/socket/idle
lmtpsocket: /run/cyrus/socket/lmtp
notifysocket: /run/cyrus/socket/notify
servername: localhost
altnamespace: yes
unixhierarchysep: yes
virtdomains: off
autocreate_quota: 0
autocreate_post: yes
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_mech_list: PLAIN LOGIN
tls_server_cert: /etc/bench.crt
tls_server_key: /etc/bench.key
tls_session_timeout: 0
hashimapspool: true
statuscache: on
duplicatesuppression: no
expunge_mode: immediate
delete_mode: immediate
search_engine: none
maxmessagesize: 104857600
maxlogins_per_host: 0
maxlogins_per_user: 0
CONF
}

services() {
  cat <<CONF
START {
  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -r"
}
DAEMON {
  idled cmd="/usr/lib/cyrus/bin/idled"
}
SERVICES {
  imap cmd="/usr/lib/cyrus/bin/imapd -U 256" listen="127.0.0.1:$imap_port" prefork=8 maxchild=12000
  imaps cmd="/usr/lib/cyrus/bin/imapd -s -U 256" listen="127.0.0.1:$tls_port" prefork=2 maxchild=12000
  lmtp cmd="/usr/lib/cyrus/bin/lmtpd -a -U 1000" listen="127.0.0.1:$lmtp_port" prefork=2 maxchild=64
}
EVENTS {
  checkpoint cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -c" period=30
}
CONF
}

spawn() {
  mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
  (enter_group; ulimit -c 0; exec chroot "$root" /usr/lib/cyrus/bin/master -d -p /run/cyrus-bench.pid -C /etc/imapd.conf)
}

stop() {
  local pid
  if pid=$(cat "$root/run/cyrus-bench.pid" 2>/dev/null); then
    kill -QUIT "$pid" 2>/dev/null || true
    for _ in $(seq 300); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
    rm -f "$root/run/cyrus-bench.pid"
  fi
  umount "$root/proc" 2>/dev/null || true
}

clean() { rm -rf "$root"/var/lib/cyrus/* "$root"/var/spool/cyrus/mail "$root/var/spool/cyrus/.bench"; }

# A response in two small segments meets the delayed acknowledgement of the client: --quick-ack spares Cyrus these 40 ms.
env() {
  echo "--server cyrus --port $imap_port --tls-port $tls_port --lmtp-port $lmtp_port --user u0000 --password pass --quick-ack" \
    "--data $root/var/spool/cyrus:$root/var/lib/cyrus $(group_option)"
}

peer_main "$@"
