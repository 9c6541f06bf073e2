# Sourced by the scripts of the peers: where they live, their control group, and the verbs that all share.
# Each script sets name, imap_port, tls_port, lmtp_port and defines prepare, spawn, stop and env.

base=${PEERS_FOLDER:-${TMPDIR:-/tmp}/port143-peers}/$name
# Version 1 of control groups has a hierarchy for each controller, version 2 one for all.
if [ -d /sys/fs/cgroup/cpuacct ]; then group=/sys/fs/cgroup/cpuacct/bench-$name; else group=/sys/fs/cgroup/bench-$name; fi

# Puts this shell, and so what it starts, into the control group.
enter_group() {
  mkdir -p "$group" 2>/dev/null || true
  echo "$BASHPID" 2>/dev/null >"$group/cgroup.procs" || true
}

# As the arguments of the load generator; nothing where there are no control groups.
group_option() { [ -w "$group/cgroup.procs" ] && echo "--cgroup $group" || true; }

greets() { (exec 3<>"/dev/tcp/127.0.0.1/$imap_port" && head -c 4 <&3 | grep -q OK) 2>/dev/null; }

# Makes a certificate of its own, ECDSA P-256: FILE.key and FILE.crt.
certificate() {
  [ -e "$1.crt" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$1.key" -out "$1.crt" 2>/dev/null
}

# The verb of the command line.
peer_main() {
  case ${1:-} in
    start)
      if greets; then
        echo "$name: something answers on port $imap_port already; stop it first" >&2
        return 69
      fi
      mkdir -p "$base"
      prepare
      spawn
      for _ in $(seq 400); do
        if greets; then return 0; fi
        sleep 0.05
      done
      echo "$name does not greet on port $imap_port; look into $base" >&2
      return 1
      ;;
    spawn | stop | env) "$1" ;;
    clean) stop; clean 2>/dev/null || true; rm -rf "$base" ;;
    *) echo "usage: $0 start|stop|spawn|env|clean   (spawn: start without preparing and waiting; clean: stop and delete the mail)" >&2; return 64 ;;
  esac
}
