#!/usr/bin/env bash
# Debian's Dovecot, tuned: sdbox, every field of the list views cached, processes used again, no password hash. Accounts u0001
# and so on, password "pass". Mail is as durable as Dovecot promises by default (mail_fsync = optimized).
set -eu
name=dovecot imap_port=28143 tls_port=28993 lmtp_port=28024
. "$(dirname "$0")/common.sh"
owner=p143bench

prepare() {
  if ! command -v dovecot >/dev/null || [ ! -e /usr/lib/dovecot/lmtp ]; then
    apt-get update -qq >/dev/null || true
    # Debian starts it after installing; that one is in nobody's way, but uses the machine.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd dovecot-lmtpd >/dev/null
    systemctl disable --now dovecot >/dev/null 2>&1 || true
  fi
  id "$owner" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$owner"
  mkdir -p "$base/mail" "$base/run" "$base/log"
  chmod 755 "$(dirname "$base")" "$base"
  chown "$owner": "$base/mail"
  certificate "$base/tls"
  settings >"$base/dovecot.conf"
}

settings() {
  cat <<CONF
instance_name = bench
base_dir = $base/run
log_path = $base/log/error
info_log_path = $base/log/info
listen = 127.0.0.1
protocols = imap lmtp

ssl = yes
ssl_cert = <$base/tls.crt
ssl_key = <$base/tls.key
disable_plaintext_auth = no
login_trusted_networks = 127.0.0.0/8
auth_mechanisms = plain login
auth_username_format = %n
auth_cache_size = 16M
auth_failure_delay = 0
passdb {
  driver = static
  args = password={PLAIN}pass
}
userdb {
  driver = static
  args = uid=$owner gid=$owner home=$base/mail/%u allow_all_users=yes
}
first_valid_uid = 100
first_valid_gid = 100

mail_location = sdbox:~/sdbox
mail_fsync = optimized
mailbox_list_index = yes
mail_cache_max_size = 1G
mail_always_cache_fields = flags date.received date.sent date.save size.virtual size.physical imap.body imap.bodystructure imap.envelope mime.parts hdr.from hdr.to hdr.cc hdr.subject hdr.date hdr.message-id hdr.in-reply-to hdr.references hdr.list-id hdr.content-type
namespace inbox {
  inbox = yes
  separator = /
}

default_process_limit = 1000
default_client_limit = 19000
default_vsz_limit = 2G
mail_max_userip_connections = 20000
service imap-login {
  inet_listener imap {
    port = $imap_port
  }
  inet_listener imaps {
    port = $tls_port
    ssl = yes
  }
  # The high-performance mode: a few processes for all logins.
  service_count = 0
  process_min_avail = 2
  process_limit = 2
  client_limit = 15000
}
service imap {
  service_count = 256
  process_min_avail = 8
  process_limit = 12000
  vsz_limit = 4G
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $lmtp_port
  }
  service_count = 0
  process_min_avail = 2
}
CONF
}

spawn() { (enter_group; ulimit -c 0; exec dovecot -c "$base/dovecot.conf"); }

stop() {
  [ -e "$base/run/master.pid" ] || return 0
  doveadm -c "$base/dovecot.conf" stop || true
  for _ in $(seq 100); do [ -e "$base/run/master.pid" ] || break; sleep 0.1; done
}

env() {
  echo "--server dovecot --port $imap_port --tls-port $tls_port --lmtp-port $lmtp_port --user u0000 --password pass" \
    "--data $base/mail $(group_option)"
}

peer_main "$@"
