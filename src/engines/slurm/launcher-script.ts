/**
 * The body of the batch script that stands between Slurm and the tenant's command; launcher.ts puts a head of settings
 * before it. It is fixed text: the tenant's command and variables come as base64 and are only ever array elements.
 *
 * Its own state is in the comment of its own job (leg-comment.ts). It looks there again and again, so a lost signal delays
 * and never loses an order; SIGUSR2 from `scancel --batch` only shortens the wait. `wait PID` returns at once for a trapped
 * signal, and a later `wait` of the same child still has its exit code; a ticker's SIGUSR2 is therefore the one clock.
 * Job control (set -m) gives each child its own process group and spares it the ignored SIGINT of background children.
 */
export const launcherScript = `
exec 3>&1 4>&2 >/dev/null 2>&1 </dev/null
set -m
unset SLURM_EXPORT_ENV SLURM_GET_USER_ENV SBATCH_EXPORT
decode_list() { mapfile -d '' -t "$1" < <(printf %s "$2" | base64 -d); }
decode_list argv "$argv_b64"; decode_list variables "$variables_b64"; decode_list checkpoint "$checkpoint_b64"
decode_list settings "$settings_b64"
folder=\${settings[0]} checkpoint_folder=\${settings[1]} control_file=\${settings[2]} control_default=\${settings[3]}
[ -z "\${settings[4]}" ] || export SLURM_CONF="\${settings[4]}"
now_ms() { date +%s%3N; }

# The comment of this job, in $state; a field of it, in $REPLY. A slurmctld that died can come back without this job, or
# with the job as it was before it started, and start it anew. Who is thus disowned three times running must go: its leg
# may run elsewhere by then. No answer at all never counts.
disowned=0 since=
read_state() {
  local line word start
  line=$(timeout 20 squeue -h -t all -j "$SLURM_JOB_ID" -o '%T %S %k' 2>&1) || {
    [[ $line != *"Invalid job id"* ]] || disowned=$((disowned + 1))
    return 1
  }
  read -r word start state <<< "$line"
  case $word in
    RUNNING | CONFIGURING | COMPLETING | SUSPENDED | STOPPED | RESIZING | SIGNALING | STAGE_OUT) ;;
    *) disowned=$((disowned + 1)); return 1 ;;
  esac
  since=\${since:-$start}
  [ "$start" = "$since" ] || { disowned=$((disowned + 1)); return 1; }
  disowned=0
  [[ $state == gridloom,* ]]
}
is_disowned() { [ "$disowned" -ge 3 ]; }
field() {
  local text=",$state,"
  [[ $text == *",$1="* ]] || { REPLY=; return 1; }
  text=\${text#*",$1="}
  REPLY=\${text%%,*}
}
# Joins our marks to what the engine has written meanwhile.
write_marks() {
  local part kept=
  local -a parts
  read_state || return 1
  IFS=, read -ra parts <<< "$state"
  for part in "\${parts[@]}"; do
    case $part in held=* | started=* | ended=* | code=* | how=*) ;; *) kept+=,$part ;; esac
  done
  timeout 20 scontrol update JobId="$SLURM_JOB_ID" Comment="\${kept#,}$marks"
}
marks=
leave() { # exit-code: the last word, tried twice, unless Slurm ends the job, whose comment is then closed already
  is_disowned || write_marks || [ -n "$stopped" ] || { sleep 1; write_marks; }
  [ -z "$owns_folder" ] || is_disowned || rm -rf -- "$folder"
  exit "$1"
}
stopped= owns_folder=
trap 'stopped=1' TERM
trap : USR2
trap 'checkpoint_due=1' USR1
checkpoint_due=
tick_every() { ( trap - USR2; while sleep "$1"; do kill -USR2 $$ || exit; done ) & ticker=$!; }
stop_ticker() { kill -KILL -- "-$ticker"; wait "$ticker"; }

# A submission whose answer was lost may have been made twice: the job with the lowest id is the leg, any other leaves.
until twins=$(timeout 20 squeue -h --me -t all --name "$SLURM_JOB_NAME" -o %A); do
  [ -z "$stopped" ] || leave 143
  sleep 2
done
for twin in $twins; do
  [ "$twin" -ge "$SLURM_JOB_ID" ] || { marks=,how=duplicate; leave 1; }
done

# The barrier.
hold_until_ms=$(($(now_ms) + hold_max_ms))
until read_state; do { [ -z "$stopped" ] && ! is_disowned; } || leave 143; sleep 1; done
if ! { field go && [ "$REPLY" = 1 ]; }; then
  marks=,held=$(now_ms)
  write_marks
  tick_every "$poll_held_s"
  until read_state && field go && [ "$REPLY" = 1 ]; do
    { [ -z "$stopped" ] && ! is_disowned; } || leave 143
    [ "$(now_ms)" -lt "$hold_until_ms" ] || { marks+=,how=timed-out; leave 124; }
    field held || write_marks
    wait "$ticker"
  done
  stop_ticker
fi
[ -z "$stopped" ] || leave 143

# What the command finds: its folders, its control file, and itself. To make the leg's folder is to claim the leg: it can
# be done once, so a job that a slurmctld starts again against its orders runs nothing.
mkdir -p -- "\${folder%/*}" "$checkpoint_folder"
mkdir -- "$folder" || { marks+=,how=duplicate; leave 1; }
owns_folder=1
write_control() { # base64url or nothing
  local text
  if [ -n "$1" ]; then text=$(printf %s "$1==" | tr -- -_ +/ | base64 -di); else text=$control_default; fi
  printf '%s\\n' "$text" > "$control_file.part" && mv -f -- "$control_file.part" "$control_file"
}
field ctl; control=$REPLY; write_control "$control"
field ckpt; checkpoint_asked=$REPLY
search=$PATH
for variable in "\${variables[@]}"; do case $variable in PATH=*) search=\${variable#PATH=} ;; esac; done
case \${argv[0]} in
  */*) [ -f "\${argv[0]}" ] && [ -x "\${argv[0]}" ] ;;
  *) PATH=$search type -P -- "\${argv[0]}" ;;
esac || {
  printf 'gridloom: the command %q is not there or cannot be run\\n' "\${argv[0]}" >&4
  marks+=,code=127,how=failed
  leave 127
}
# env(1) would take a command whose name holds "=" for a variable, so that one goes by way of exec.
case \${argv[0]} in *=*) argv=(/bin/sh -c 'exec "$@"' sh "\${argv[@]}") ;; esac
case \${checkpoint[0]-} in *=*) checkpoint=(/bin/sh -c 'exec "$@"' sh "\${checkpoint[@]}") ;; esac

started_ms=$(now_ms)
env -- "\${variables[@]}" "\${argv[@]}" >&3 2>&4 3>&- 4>&- &
child=$!
marks+=,started=$started_ms
write_marks
tick_every "$poll_running_s"
( trap - USR2; sleep "$duration_s"; kill -USR2 $$ ) &
timer=$!
how=
while :; do
  wait "$child"
  kill -0 "$child" || break
  if [ -z "$how" ] && [ $(($(now_ms) - started_ms)) -ge "$duration_ms" ]; then
    how=,how=timed-out
    kill -TERM -- "-$child"
    ( sleep "$grace_s"; kill -KILL -- "-$child" ) &
  fi
  if is_disowned && [ -z "$stopped" ]; then
    stopped=1
    kill -TERM -- "-$child"
    ( sleep "$grace_s"; kill -KILL -- "-$child" ) &
  fi
  if [ -z "$stopped" ] && read_state; then
    field started || write_marks
    if field ckpt && [ "$REPLY" != "$checkpoint_asked" ]; then checkpoint_asked=$REPLY checkpoint_due=1; fi
    if field ctl && [ "$REPLY" != "$control" ]; then
      control=$REPLY
      write_control "$control"
      kill -USR2 "$child"
    fi
  fi
  if [ -n "$checkpoint_due" ]; then
    checkpoint_due=
    if [ "\${#checkpoint[@]}" -gt 0 ]; then
      env -- "\${variables[@]}" "\${checkpoint[@]}" >&3 2>&4 3>&- 4>&- &
    else
      kill -USR1 "$child"
    fi
  fi
done
wait "$child"
code=$?
marks+=,ended=$(now_ms),code=$code$how
kill -KILL -- "-$timer" "-$ticker"
# What the command left running ends with it: first asked, then ended.
if kill -TERM -- "-$child"; then sleep 0.2; kill -KILL -- "-$child"; fi
leave "$code"
`
