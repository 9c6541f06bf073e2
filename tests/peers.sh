#!/usr/bin/env bash
# Plays every dialogue of scripts/ against Debian's Dovecot and Cyrus and against our own server, and writes docs/rfc/peers.md.
#   tests/peers.sh [WORK]      as root on Debian 12; WORK (default /tmp/port143-peers) keeps the servers for the next time
# Dovecot must be installed; Cyrus, whose package conflicts with Dovecot's, gets a Debian of its own below WORK.
set -eu
cd "$(dirname "$0")/.."
work=${1:-/tmp/port143-peers}; root=$work/cyrus; mkdir -p "$work"
run=tests/Port143.Server.Tests/bin/Release/net10.0/Port143.Server.Tests
[ -x "$run" ] || dotnet build tests/Port143.Server.Tests -c Release -v q

start_dovecot() {
  id peermail >/dev/null 2>&1 || useradd -r -M -s /usr/sbin/nologin peermail
  rm -rf "$work/dovecot"; mkdir -p "$work/dovecot/mail"; chmod 755 "$work" "$work/dovecot"; chown peermail "$work/dovecot/mail"
  cat >"$work/dovecot/dovecot.conf" <<C
base_dir = $work/dovecot/run
log_path = $work/dovecot/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
login_trusted_networks = 127.0.0.0/8
mail_max_userip_connections = 1000
passdb {
  driver = passwd-file
  args = $work/dovecot/denied
  deny = yes
}
passdb {
  driver = static
  args = password={PLAIN}pass
}
userdb {
  driver = static
  args = uid=peermail gid=peermail home=$work/dovecot/mail/%u allow_all_users=yes
}
first_valid_uid = 100
first_valid_gid = 1
mail_location = sdbox:~/sdbox
mailbox_list_index = yes
mail_attribute_dict = file:%h/attributes
mail_plugins = quota acl
protocol imap {
  mail_plugins = quota imap_quota acl imap_acl
  imap_metadata = yes
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=0
  acl = vfile
  acl_shared_dict = file:$work/dovecot/mail/shared
  acl_anyone = allow
}
namespace shared {
  type = shared
  separator = /
  prefix = Other Users/%%u/
  location = sdbox:$work/dovecot/mail/%%u/sdbox
  list = children
  subscriptions = no
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  inet_listener imap {
    port = 20143
  }
  inet_listener imaps {
    port = 0
  }
}
namespace inbox {
  inbox = yes
  separator = /
  prefix =
  mailbox Drafts {
    auto = create
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Junk {
    auto = create
    special_use = \\Junk
  }
  mailbox Trash {
    auto = create
    special_use = \\Trash
  }
  mailbox Archive {
    auto = create
    special_use = \\Archive
  }
}
C
  echo nobody@port143.test >"$work/dovecot/denied"
  dovecot -c "$work/dovecot/dovecot.conf"
}

install_cyrus() {
  [ -e "$root/.ready" ] && return
  command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap
  mkdir -p "$root"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >"$work/debootstrap.log"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"; cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"; chmod +x "$root/usr/sbin/policy-rc.d"
  chroot "$root" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq --no-install-recommends cyrus-imapd sasl2-bin \
    libsasl2-modules libsasl2-modules-db >>"$work/debootstrap.log" 2>&1
  touch "$root/.ready"
}

start_cyrus() {
  install_cyrus
  cat >"$root/etc/imapd-peer.conf" <<C
configdirectory: /var/lib/cyrus-peer
defaultpartition: default
partition-default: /var/spool/cyrus-peer
proc_path: /run/cyrus-peer/proc
mboxname_lockpath: /run/cyrus-peer/lock
idlesocket: /run/cyrus-peer/idle
notifysocket: /run/cyrus-peer/notify
servername: localhost
altnamespace: yes
unixhierarchysep: yes
allowplaintext: yes
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: Drafts | Sent | Junk | Trash | Archive
autocreate_subscribe_folders: Drafts | Sent | Junk | Trash | Archive
xlist-drafts: Drafts
xlist-sent: Sent
xlist-junk: Junk
xlist-trash: Trash
xlist-archive: Archive
specialusealways: yes
conversations: yes
delete_mode: immediate
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: /etc/sasldb-peer
sasl_mech_list: PLAIN LOGIN
maxlogins_per_host: 0
maxlogins_per_user: 0
search_engine: none
C
  cat >"$root/etc/cyrus-peer.conf" <<C
START {
  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C /etc/imapd-peer.conf -r"
}
DAEMON {
  idled cmd="/usr/lib/cyrus/bin/idled -C /etc/imapd-peer.conf"
}
SERVICES {
  imap cmd="/usr/lib/cyrus/bin/imapd -C /etc/imapd-peer.conf -U 64" listen="127.0.0.1:20144" prefork=2 maxchild=200
}
EVENTS {
}
C
  rm -rf "$root"/var/lib/cyrus-peer "$root"/var/spool/cyrus-peer "$root"/run/cyrus-peer "$root/etc/sasldb-peer"
  mkdir -p "$root"/var/lib/cyrus-peer/{db,proc,lock,log,msg,quota,sieve,socket,user} "$root/var/spool/cyrus-peer" "$root"/run/cyrus-peer/{proc,lock}
  # Before the files are given to cyrus: one account a script.
  chroot "$root" bash -c 'for i in $(seq 1 200) $(seq 401 600) $(seq 801 1000); do printf -v u "peer%04d" $i; echo pass | saslpasswd2 -p -c -f /etc/sasldb-peer -u localhost $u; done
    chown cyrus:sasl /etc/sasldb-peer; chown -R cyrus:mail /var/lib/cyrus-peer /var/spool/cyrus-peer /run/cyrus-peer'
  chroot "$root" /usr/lib/cyrus/bin/master -d -p /run/cyrus-peer/master.pid -C /etc/imapd-peer.conf -M /etc/cyrus-peer.conf
}

wait_for() {
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done
  echo "nobody answers on port $1" >&2; exit 1
}

stop_all() {
  [ -e "$work/dovecot/run/master.pid" ] && doveadm -c "$work/dovecot/dovecot.conf" stop || true
  [ -e "$root/run/cyrus-peer/master.pid" ] && kill "$(cat "$root/run/cyrus-peer/master.pid")" || true
}

play() { # name port
  rm -f "$work/$1.tsv"
  PORT143_SCRIPT_HOST=${2:+127.0.0.1} PORT143_SCRIPT_PORT=${2:-} PORT143_SCRIPT_USER='peer{n}' PORT143_SCRIPT_PASS=pass \
    PORT143_SCRIPT_REPORT=$work/$1.tsv "$run" --filter-class '*ScriptTests' >"$work/$1.log" 2>&1 || true
}

trap stop_all EXIT
play port143 ""
start_dovecot; wait_for 20143; play dovecot 20143
start_cyrus; wait_for 20144; play cyrus 20144
dovecot_version=$(dovecot --version | cut -d' ' -f1)
cyrus_version=$(chroot "$root" dpkg-query -W -f '${Version}' cyrus-imapd | cut -d- -f1)
awk -f tests/peers.awk -v dovecot="$dovecot_version" -v cyrus="$cyrus_version" \
  docs/rfc/index.md "$work/port143.tsv" "$work/dovecot.tsv" "$work/cyrus.tsv" >docs/rfc/peers.md
