#!/bin/sh
# shellcheck disable=SC2086 # the knobs of a sweep are a list of words
# Sweeps: the same bytes by one job, by two and by shards; ranges of runs; and what is kept of one
# that is stopped. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

### optimizers, rates and seeds

# The first six optimizers that have an lr.
optimizers=$("$GRADUS" list optimizers | while read -r name _; do
    "$GRADUS" show "$name" | grep -q '^  lr  ' && echo "$name"
done | head -6 | paste -sd,)
kinds=$(echo "$optimizers" | tr , '\n' | wc -l)
rates=$(for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    echo "${i}e-4"
done | paste -sd,)
sweep="descent -s surface=rosenbrock -s noise=0.1 -s optimizer=$optimizers -s lr=$rates --seed 1..50
    -n 50 --last"
total=$((kinds * 20 * 50))

"$GRADUS" run $sweep >one || exit 1
"$GRADUS" run $sweep -j 2 >two || exit 1
point "each run has its row" "$([ "$(wc -l <one)" -eq $((total + 1)) ] || wc -l one)"
point "two jobs give the same bytes" "$(same one two)"
for shard in 1 2 3; do
    "$GRADUS" run $sweep --shard $shard/3 >shard$shard || exit 1
done
(head -1 one && tail -qn +2 shard1 shard2 shard3 | sort -t, -k1,1n) >joined
point "so do the shards, sorted by run" "$(same one joined)"
point "knobs in the order they were given" "$(head -1 one |
    grep -q '^run,set_optimizer,set_lr,set_seed,step,' || head -1 one)"
point "seeds matter" "$([ "$(sed -n '2,51s/^\([^,]*,\)\{4\}//p' one | sort -u | wc -l)" -eq 50 ] ||
    sed -n 2,51p one)"

### ranges of runs

"$GRADUS" run $sweep --runs 1..777 -j 2 >first || exit 1
"$GRADUS" run $sweep --runs 778.. >rest || exit 1
(cat first && tail -n +2 rest) >joined
point "a range and the rest make the whole" "$(same one joined)"
gives "one run by its number" "$(sed -n '1p;43p' one)" "$GRADUS" run $sweep --runs 42
"$GRADUS" run $sweep --shard 2/3 --runs 5..12 >part
(head -1 one && sed -n '6p;9p;12p' one) >wanted
point "a range of a shard" "$(same wanted part)"
"$GRADUS" run $sweep --runs 3..4 -o part.csv
gives "a range is replayed" "part.csv: 2 rows of 12 columns, all the same" \
    "$GRADUS" replay part.csv
point "its capsule says so" "$(grep -x 'runs: 3..4' part.run.yaml >/dev/null || cat part.run.yaml)"
"$GRADUS" run $sweep --runs $((total - 1)).. -o part.csv
gives "an open one too" "part.csv: 2 rows of 12 columns, all the same" "$GRADUS" replay part.csv
fails "a range past the end" 2 "run $((total + 1)) of $total: there is none" \
    "$GRADUS" run $sweep --runs 1..$((total + 1))
fails "a range that begins past the end" 2 "there is none" "$GRADUS" run $sweep --runs 999999..
for wrong in 0..3 5..2 x 1-3 ..4 1..x ''; do
    fails "'$wrong' is no range" 2 "is no range of runs" "$GRADUS" run $sweep --runs "$wrong"
done
printf 'experiment: descent\nset: {lr: [1, 2]}\nruns: 2..3\n' >wrong.run.yaml
cp part.csv wrong.csv
fails "a capsule with a range past the end" 3 "run 3 of 2" "$GRADUS" replay wrong.csv

### stopped on the way

# Three runs that end soon, and three that would take hours.
endless="descent -s surface=valley -s optimizer=gd -s tolerance=1e-8,0 -s lr=0.01 --seed 1..3
    -n 1000000000 --last"

# until_true COMMAND...: wait for it by doing it again.
until_true() {
    while ! "$@" 2>/dev/null; do :; done
}

"$GRADUS" run $endless --runs 1..3 >wanted || exit 1

# stopped SIGNAL JOBS: once there are workers. How far they are then is not known here, and what is
# kept must be whole in any case; check_terminal_sweep knows.
stopped() {
    rm -f stop.csv stop.run.yaml
    "$GRADUS" run $endless -j "$2" -o stop.csv 2>err &
    until_true busy $!
    kill -"$1" $!
    wait $!
    status=$?
}

# busy PID: its workers have been started.
busy() {
    [ -n "$(cat "/proc/$1/task/$1/children")" ]
}

# The file has as many runs as was told, is replayed, and the rest is told; or there is none.
whole() {
    kept=$(sed -n 's/^gradus: stopped: \([0-9]*\) of 6 runs .*/\1/p' err)
    if [ -z "$kept" ]; then
        ls stop.csv stop.run.yaml 2>/dev/null
        return
    fi
    head -$((kept + 1)) wanted >part
    same part stop.csv
    "$GRADUS" replay stop.csv 2>&1 | grep -v 'all the same'
    grep -q -- "--runs=$((kept + 1)).. makes" err || cat err
}

if [ -r "/proc/$$/task/$$/children" ]; then
    for jobs in 1 2; do
        stopped TERM $jobs
        point "it dies by that signal, -j $jobs" "$([ $status -eq 143 ] || echo "status $status")"
        point "and says so in one line" "$([ "$(wc -l <err)" -eq 1 ] &&
            grep -q '^gradus: stopped' err || cat err)"
        point "what is there are whole runs" "$(whole)"
        point "nothing else is left" "$(ls -A | grep tmp)"
    done
else
    skip "what is kept of a sweep" "no /proc says when it has begun"
fi
finish
