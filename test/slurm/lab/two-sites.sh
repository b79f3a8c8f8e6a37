#!/bin/bash
# Two real Slurm sites on one Debian 12 machine: alpha and beta, each in its own network namespace, 2 nodes x 8 declared
# H100 each, reached from here over shaped WAN links, with a third link between the sites for what legs say to each other.
#
#   two-sites.sh up | status | down        run as root, with GRIDLOOM_LAB_DIR naming a folder (made if absent)
#   two-sites.sh kill SITE | restart SITE  its slurmctld and slurmd, as at a power cut; jobs' own processes stay
#
# Needs: slurmctld slurmd slurmrestd slurm-client slurm-wlm-jwt-plugin munge iproute2 gcc libc6-dev openssl
# Keep the folder's path short: the munge socket must fit in 108 bytes. Every process started is recorded in
# $GRIDLOOM_LAB_DIR/pids as "pid start-time role"; "down" ends those ids alone, and only while the start time still matches.
# What the lab looks like (addresses, token files, namespaces) is in $GRIDLOOM_LAB_DIR/facts as NAME=value lines.
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
action=${1:-}
tenant=${GRIDLOOM_LAB_USER:-gridloom-lab}
min_job_age_s=${GRIDLOOM_LAB_MIN_JOB_AGE_S:-300}
case "$action" in up | down | status | kill | restart) ;; *) sed -n 2,11p "${BASH_SOURCE[0]}"; exit 2 ;; esac
[ "$(id -u)" = 0 ] || { echo "two-sites.sh: run as root" >&2; exit 2; }
: "${GRIDLOOM_LAB_DIR:?name a folder}"
mkdir -p "$GRIDLOOM_LAB_DIR"
lab=$(cd "$GRIDLOOM_LAB_DIR" && pwd)
host=$(hostname -s)

started_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20 || true; }
is_alive() { # pid start-time: a reused id does not match, a zombie does not count
  [ -n "$2" ] && [ "$(started_at "$1")" = "$2" ] && [ "$(sed 's/.*) //' "/proc/$1/stat" | cut -c1)" != Z ]
}
record() { echo "$1 $(started_at "$1") $2" >> "$lab/pids"; }
start() { # role log command...
  local role=$1 log=$2
  shift 2
  setsid "$@" < /dev/null > "$log" 2>&1 &
  record $! "$role"
}
wait_until() { # tenths-of-a-second command...
  local left=$1
  shift
  until "$@" > /dev/null 2>&1; do
    left=$((left - 1))
    [ $left -gt 0 ] || { echo "timed out waiting for: $*" >&2; return 1; }
    sleep 0.1
  done
}
# nsenter, not "ip netns exec": the latter remounts /sys, and slurmd then finds no cgroup file system.
in_site() { local site=$1; shift; nsenter --net="/run/netns/$prefix-$site" "$@"; }
slurm() { local site=$1; shift; in_site "$site" env SLURM_CONF="$lab/$site/slurm.conf" "$@"; }
has_idle_nodes_only() { [ "$(slurm "$1" sinfo -h -o %T | sort -u)" = idle ]; }
has_address() { ip -n "$1" -4 addr show up | grep -q "inet $2/"; }

link() { # name  interface-a namespace-a address-a  interface-b namespace-b address-b  delay-us mbit
  local name=$1
  shift
  mkfifo -m 600 "$lab/wan.$name"
  # <> opens the pipe for reading and writing: it never reaches its end, so no process has to hold it open.
  setsid "$lab/wanlink" "$@" 0 <> "$lab/wan.$name" > "$lab/wan.$name.log" 2>&1 &
  record $! "wanlink-$name"
  wait_until 100 has_address "$5" "${6%/*}"
}

write_configuration() { # site address
  local site=$1 address=$2 at=$lab/$1
  mkdir -p "$at"/{state,log,run,spool/"${site}1",spool/"${site}2"}
  chown -R slurm:slurm "$at/state" "$at/log" "$at/run"
  cat > "$at/slurm.conf" <<END
ClusterName=$site
SlurmctldHost=$host($address)
SlurmctldPort=6817
SlurmUser=slurm
AuthType=auth/munge
AuthInfo=socket=$lab/munge/socket
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=$lab/jwt.key
CredType=cred/munge
StateSaveLocation=$at/state
SlurmdSpoolDir=$at/spool/%n
SlurmctldPidFile=$at/run/slurmctld.pid
SlurmdPidFile=$at/run/slurmd-%n.pid
SlurmctldLogFile=$at/log/slurmctld.log
SlurmdLogFile=$at/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
PriorityType=priority/multifactor
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
GresTypes=gpu
KillWait=5
MinJobAge=$min_job_age_s
SlurmdParameters=config_overrides
NodeName=${site}1 NodeHostname=$host NodeAddr=$address Port=7001 CPUs=16 RealMemory=4000 Gres=gpu:h100:8 State=UNKNOWN
NodeName=${site}2 NodeHostname=$host NodeAddr=$address Port=7002 CPUs=16 RealMemory=4000 Gres=gpu:h100:8 State=UNKNOWN
PartitionName=std Nodes=ALL Default=YES MaxTime=INFINITE State=UP PriorityTier=10
PartitionName=spot Nodes=ALL Default=NO MaxTime=INFINITE State=UP PriorityTier=1 PreemptMode=REQUEUE
END
  # A count without files leaves the node invalid, so null devices stand for the accelerators.
  echo "NodeName=${site}[1-2] Name=gpu Type=h100 File=$lab/gpu[0-7]" > "$at/gres.conf"
  echo "CgroupAutomount=no" > "$at/cgroup.conf"
}

start_slurm() { # site
  local site=$1 at=$lab/$1
  # Called by bare name: under another argv[0] slurmctld and slurmd drop every GRES without a word. With -D they stay in
  # the foreground, so that the recorded id is the daemon's own.
  local enter=(nsenter --net="/run/netns/$prefix-$site" env SLURM_CONF="$at/slurm.conf")
  start "slurmctld-$site" "$at/log/slurmctld.out" "${enter[@]}" \
    setpriv --reuid=slurm --regid=slurm --clear-groups slurmctld -D -f "$at/slurm.conf"
  local node
  for node in "${site}1" "${site}2"; do
    start "slurmd-$node" "$at/log/$node.out" "${enter[@]}" slurmd -D -f "$at/slurm.conf" -N "$node"
  done
}

start_site() { # site address
  local site=$1 address=$2 at=$lab/$1
  write_configuration "$site" "$address"
  start_slurm "$site"
  local enter=(nsenter --net="/run/netns/$prefix-$site" env SLURM_CONF="$at/slurm.conf")
  # slurmrestd refuses root, and with rest_auth/jwt every call is answered 401 unless SLURM_JWT is set.
  start "slurmrestd-$site" "$at/log/rest.log" "${enter[@]}" SLURM_JWT=daemon \
    setpriv --reuid=nobody --regid=nogroup --clear-groups \
    slurmrestd -f "$at/slurm.conf" -a rest_auth/jwt -s openapi/v0.0.38 "$address:6820"
}

finish_site() { # site address
  local site=$1
  wait_until 300 has_idle_nodes_only "$site"
  slurm "$site" scontrol token username="$tenant" lifespan=86400 | cut -d= -f2 > "$lab/token.$site"
  chmod 600 "$lab/token.$site"
  echo "$site=$2" >> "$lab/facts"
}

claim_names() { # the first free number, taken by making the namespace, which only one caller can do
  local n
  for n in $(seq 0 80); do
    prefix=gl$n
    if ip netns add "$prefix-alpha" 2> /dev/null; then
      echo "$prefix-alpha" > "$lab/netns"
      ip netns add "$prefix-beta"
      echo "$prefix-beta" >> "$lab/netns"
      ip -n "$prefix-alpha" link set lo up
      ip -n "$prefix-beta" link set lo up
      number=$n
      return 0
    fi
  done
  echo "no free lab number" >&2
  return 1
}

up() {
  [ ! -e "$lab/pids" ] || { echo "$lab is in use: run down first" >&2; exit 1; }
  chmod 755 "$lab" # the users slurm, munge and nobody have to pass through it
  : > "$lab/pids"
  : > "$lab/netns"
  : > "$lab/facts"
  trap 'trap - ERR; echo "up failed, taking it down" >&2; down; exit 1' ERR
  gcc -O2 -o "$lab/wanlink" "$here/wanlink.c"
  id "$tenant" > /dev/null 2>&1 || useradd -m "$tenant" || id "$tenant" > /dev/null
  install -d -o munge -g munge -m 755 "$lab/munge" # an own munged: nothing is shared with another Slurm here
  openssl rand 128 > "$lab/munge/key"
  chown munge:munge "$lab/munge/key"
  chmod 400 "$lab/munge/key"
  start munged "$lab/munge.out" setpriv --reuid=munge --regid=munge --clear-groups munged -F \
    --socket="$lab/munge/socket" --key-file="$lab/munge/key" --pid-file="$lab/munge/pid" \
    --log-file="$lab/munge/log" --seed-file="$lab/munge/seed"
  wait_until 100 munge -S "$lab/munge/socket" -n
  openssl rand 32 > "$lab/jwt.key"
  chown slurm:slurm "$lab/jwt.key"
  chmod 600 "$lab/jwt.key"
  for i in 0 1 2 3 4 5 6 7; do [ -e "$lab/gpu$i" ] || mknod "$lab/gpu$i" c 1 3; done
  claim_names
  # 198.18.0.0/15 is set aside for tests of network devices, so it collides with no real network.
  local a=198.18.$((number * 3)) b=198.18.$((number * 3 + 1)) ab=198.18.$((number * 3 + 2))
  link alpha "$prefix-a" - "$a.1/30" "$prefix-cp" "$prefix-alpha" "$a.2/30" 8000 1000
  link beta "$prefix-b" - "$b.1/30" "$prefix-cp" "$prefix-beta" "$b.2/30" 16000 400
  link sites "$prefix-wan" "$prefix-alpha" "$ab.1/30" "$prefix-wan" "$prefix-beta" "$ab.2/30" 10000 400
  start_site alpha "$a.2"
  start_site beta "$b.2"
  finish_site alpha "$a.2"
  finish_site beta "$b.2"
  printf 'prefix=%s\nuser=%s\nalpha_wan=%s\nbeta_wan=%s\n' "$prefix" "$tenant" "$ab.1" "$ab.2" >> "$lab/facts"
  trap - ERR
  echo "$lab is up"
}

status() {
  while read -r pid since role; do
    if is_alive "$pid" "$since"; then echo "up    $pid $role"; else echo "gone  $pid $role"; fi
  done < "$lab/pids"
  for site in alpha beta; do slurm "$site" timeout 5 sinfo -N -o "%N %P %T %G" || true; done
}

each_daemon() { # site function: for every live slurmctld and slurmd of a site
  local pid since role
  while read -r pid since role; do
    case $role in "slurmctld-$1" | "slurmd-$1"[12]) ! is_alive "$pid" "$since" || "$2" "$pid" "$since" ;; esac
  done < "$lab/pids"
}
kill_now() {
  kill -KILL "$1"
  wait_until 50 is_gone "$1" "$2"
}
refuse_running() { echo "still running: $1" >&2; return 1; }

no_jobs_left() { [ -z "$(slurm "$1" timeout 5 squeue -h 2> /dev/null)" ]; }

down() {
  local left=0 site pid since role name
  for site in alpha beta; do # the steps of a job outlive slurmd, so the jobs go first
    [ -e "$lab/$site/slurm.conf" ] && [ -e "/run/netns/$prefix-$site" ] || continue
    slurm "$site" timeout 5 scancel -u "$tenant" > /dev/null 2>&1 || continue
    wait_until 150 no_jobs_left "$site" || true
  done
  while read -r pid since role; do # newest first, so that munged and the links go last
    is_alive "$pid" "$since" || continue
    kill -TERM "$pid" || true
    wait_until 100 is_gone "$pid" "$since" || kill -KILL "$pid" || true
  done < <([ -e "$lab/pids" ] && tac "$lab/pids")
  while read -r name; do
    # What jobs of a killed slurmd left: all that is in a namespace that this lab made.
    for pid in $(ip netns pids "$name" 2> /dev/null); do kill -KILL "$pid" 2> /dev/null || true; done
    wait_until 20 is_empty "$name" || true
    if [ -n "$(ip netns pids "$name" 2> /dev/null)" ]; then
      echo "namespace $name still holds $(ip netns pids "$name" | tr '\n' ' ')" >&2
      left=1
    elif [ -e "/run/netns/$name" ]; then
      ip netns del "$name"
    fi
  done < <(cat "$lab/netns" 2> /dev/null)
  [ $left = 1 ] || rm -f "$lab"/{pids,netns,facts} "$lab"/wan.{alpha,beta,sites} "$lab"/gpu[0-7] "$lab"/token.*
  return $left
}
is_empty() { [ -z "$(ip netns pids "$1" 2> /dev/null)" ]; }
is_gone() { ! is_alive "$1" "$2"; }

prefix=$(sed -n 's/-alpha$//p' "$lab/netns" 2> /dev/null || true)
number=
case "$action" in
  kill) each_daemon "${2:?name a site}" kill_now ;;
  restart) each_daemon "${2:?name a site}" refuse_running && start_slurm "$2" ;;
  *) "$action" ;;
esac
