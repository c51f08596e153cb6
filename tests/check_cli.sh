#!/bin/sh
# shellcheck disable=SC1003,SC2016 # backslashes and backquotes are meant as they are
# The command line: rows, sweeps, files, replay, exit statuses and messages. Prints TAP.
set -u
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 1

### rows

rows='step,inputs,outputs,weights,biases,parameters,total
0,,,,,,0
1,5,8,40,8,48,48
2,8,4,32,4,36,84
3,4,3,12,3,15,99'
gives "the rows of 5-8-4-3" "$rows" "$GRADUS" run parameters -s layers=5-8-4-3
gives "the same by default" "$rows" "$GRADUS" run parameters
gives "-n ends earlier" "$(echo "$rows" | head -3)" "$GRADUS" run parameters -n 1
gives "-n beyond the end ends there" "$rows" "$GRADUS" run parameters -n 50
gives "--last" "$(echo "$rows" | sed -n '1p;5p')" "$GRADUS" run parameters --last
gives "--every 2 and the last" "$(echo "$rows" | sed -n '1p;2p;4p;5p')" \
    "$GRADUS" run parameters --every 2
gives "without biases" 'step,inputs,outputs,weights,biases,parameters,total
3,4,3,12,0,12,84' "$GRADUS" run parameters -s bias=no --last
gives "a table" 'layer,units,parameters
0,8,48
1,4,36
2,3,15' "$GRADUS" run parameters --table layers
gives "counts to 2^53 are exact" 'step,inputs,outputs,weights,biases,parameters,total
1,90000000,90000000,8100000000000000,90000000,8100000090000000,8100000090000000' \
    "$GRADUS" run parameters -s layers=90000000-90000000 --last

### sweeps

gives "a sweep has run and set_ columns, the last -s fastest" \
    'run,set_layers,set_bias,step,inputs,outputs,weights,biases,parameters,total
1,2-3,yes,1,2,3,6,3,9,9
2,2-3,no,1,2,3,6,0,6,6
3,4-5,yes,1,4,5,20,5,25,25
4,4-5,no,1,4,5,20,0,20,20' \
    "$GRADUS" run parameters -s layers=2-3 -s layers=4-5 -s bias=yes,no --last
gives "several seeds" 'run,set_seed,step,inputs,outputs,weights,biases,parameters,total
1,7,3,4,3,12,3,15,99
2,8,3,4,3,12,3,15,99' "$GRADUS" run parameters --seed 7..8 --last

"$GRADUS" run parameters -s layers=2-3 -s layers=4-5-6 -s bias=yes,no --seed 1..5 >whole
for jobs in 2 3 7; do
    "$GRADUS" run parameters -s layers=2-3 -s layers=4-5-6 -s bias=yes,no --seed 1..5 -j $jobs >by_jobs
    point "-j $jobs gives the same bytes" "$(same whole by_jobs)"
done
for shard in 1 2 3; do
    "$GRADUS" run parameters -s layers=2-3 -s layers=4-5-6 -s bias=yes,no --seed 1..5 \
        --shard $shard/3 >shard$shard
done
(head -1 whole; tail -qn +2 shard1 shard2 shard3 | sort -t, -k1,1n -k5,5n) >joined
point "the shards sorted by run equal the whole" "$(same whole joined)"

### files

"$GRADUS" run parameters -s layers=5-8-4-3 -o x.csv
point "-o saves the same bytes" "$("$GRADUS" run parameters >plain; same plain x.csv)"
point "the capsule lies beside" "$([ -f x.run.yaml ] || echo "there is no x.run.yaml")"
gives "replay matches" "x.csv: 4 rows of 7 columns, all the same" "$GRADUS" replay x.csv
"$GRADUS" run parameters -n 0 -o one.csv
gives "replay of one row" "one.csv: 1 row of 7 columns, all the same" "$GRADUS" replay one.csv
gives "replay by the capsule's name" "x.csv: 4 rows of 7 columns, all the same" \
    "$GRADUS" replay x.run.yaml
sed 's/^2,8,4,32,4,36,84/2,8,4,32,4,37,84/' x.csv >y.csv
cp x.run.yaml y.run.yaml
fails "replay names the first difference" 1 "step 2, column parameters: '37' here, '36'" \
    "$GRADUS" replay y.csv
head -3 x.csv >y.csv
fails "replay sees missing rows" 1 "2 rows; the run again has 4" "$GRADUS" replay y.csv
digest=$(sed -n 's/^digest: //p' x.run.yaml)
gives "a capsule in one line" "capsule: all the same" "$GRADUS" replay \
    "{gradus: 1.0.0, experiment: parameters, set: {layers: 5-8-4-3, bias: yes}, digest: $digest}"
fails "a capsule that gives other numbers" 1 "other numbers" "$GRADUS" replay \
    "{gradus: 1.0.0, experiment: parameters, set: {layers: 5-8-4-4}, digest: $digest}"
"$GRADUS" run parameters -s bias=yes,no --seed 1..3 -j 2 -o sweep.csv
gives "a sweep replays" "sweep.csv: 24 rows of 10 columns, all the same" \
    "$GRADUS" replay sweep.csv
gives "- is standard output" "$rows" "$GRADUS" run parameters -o -
gives "-- ends options" "$rows" "$GRADUS" run -s bias=yes -- parameters

### wrong knobs: usage

run() { "$GRADUS" run parameters "$@"; }
fails "an empty layer" 2 "'5--3' has an empty layer at character 3" run -s layers=5--3
fails "a layer of none" 2 "a layer of 0 units at character 1" run -s layers=0-4
fails "a letter in a layer" 2 "'5-8-x' has no number at character 5" run -s layers=5-8-x
fails "a single layer" 2 "'5' is a single layer" run -s layers=5
fails "a layer too large" 2 "sizes go from 1 to 100000000" run -s layers=100000001-2
fails "a count past 2^53" 2 "from 2^53 = 9007199254740992 on" run -s layers=100000000-100000000
fails "no yes or no" 2 "yes or no" run -s bias=perhaps
fails "an unknown knob" 2 "unknown knob 'betta'; this experiment has: layers, bias" run -s betta=1
fails "no assignment" 2 "write KNOB=VALUE" run -s layers
many=$(seq -s- 1 64)
gives "64 layers are allowed" "63" sh -c "'$GRADUS' run parameters -s layers=$many --last |
    sed -n '2s/,.*//p'"

### wrong words: usage

fails "an unknown experiment" 2 "image, nearest, neuron, parameters" "$GRADUS" run paramters
fails "no experiment" 2 "name an experiment" "$GRADUS" run
fails "two experiments" 2 "'b' is too much" "$GRADUS" run parameters b
fails "an unknown table" 2 "parameters has: layers" run --table weights
fails "a wrong -n" 2 "-n: '-1'" run -n -1
fails "a -n of letters" 2 "-n: 'ten'" run -n ten
fails "a wrong -j" 2 "-j: '0'" run -j 0
fails "a wrong seed" 2 "'x' is no seed" run --seed x
fails "seeds backwards" 2 "'5..2' is no seed" run --seed 5..2
fails "a wrong shard" 2 "'4/3' is no shard" run --shard 4/3
fails "a wrong --every" 2 "--every: '0'" run --every 0
fails "an unknown option" 2 "unrecognized option" "$GRADUS" run parameters --stepss 3
fails "an unknown family" 2 "there are: experiments, heads, learners, lessons, optimizers" "$GRADUS" list optimisers
fails "nothing of that name" 2 "nothing is called 'xyz'" "$GRADUS" show xyz
fails "a wrong size" 2 "--size: '80'" "$GRADUS" frame 030 --size 80
fails "a size of none" 2 "--size: '0x0'" "$GRADUS" frame 030 --size 0x0
fails "a page that is not there" 2 "--page 99" "$GRADUS" frame 030 --page 99
fails "unknown colours" 2 "there are: never, mono, 8, 256" "$GRADUS" frame 030 --color 16
fails "a lesson that is not there" 4 "nosuch" "$GRADUS" nosuch
fails "no file to check" 2 "name the lessons" "$GRADUS" check
fails "GRADUS_SIMD is 2, 4 or 8" 2 "GRADUS_SIMD" env GRADUS_SIMD=3 "$GRADUS" list

### files that cannot be read or written: input/output

fails "a missing CSV" 4 "missing.run.yaml" "$GRADUS" replay missing.csv
fails "a folder for a CSV" 4 "cannot" run -o .
fails "a folder that is not there" 4 "cannot" run -o no/such/x.csv
[ -e /dev/full ] && {
    fails "/dev/full as output" 4 "No space left" run -o /dev/full
    fails "/dev/full as standard output" 4 "No space left" sh -c "'$GRADUS' run parameters >/dev/full"
    fails "/dev/full under list" 4 "standard output" sh -c "'$GRADUS' list >/dev/full"
    fails "/dev/full under frame" 4 "No space left" sh -c "'$GRADUS' frame 030 >/dev/full"
}
fails "standard output closed" 4 "cannot write standard output" \
    sh -c "'$GRADUS' run parameters >&-"
fails "standard output closed under list" 4 "cannot write standard output" \
    sh -c "'$GRADUS' list >&-"
fails "standard input closed" 4 "cannot read standard input" sh -c "'$GRADUS' check - <&-"
gives "a closed standard output nobody writes to" "" \
    sh -c "'$GRADUS' run parameters -o unseen.csv >&-"
cp x.csv keep.csv
mkdir locked && cp x.csv locked/old.csv && chmod 555 locked
# Modes mean nothing to root: it becomes nobody for these.
as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        chmod 755 "$folder"
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}
if as_user "$GRADUS" --version >/dev/null 2>&1; then
    fails "a folder that cannot be written" 4 "cannot save locked/old.csv: Permission denied" \
        as_user "$GRADUS" run parameters -o locked/old.csv
    mkdir -p closed/lessons && chmod 0 closed/lessons
    fails "a folder that cannot be read" 4 "cannot" \
        as_user env GRADUS_PATH="$folder/closed" "$GRADUS" list lessons
else
    skip "a folder that cannot be written" "nobody may not run the program here"
    skip "a folder that cannot be read" "nobody may not run the program here"
fi
chmod 700 locked
point "and nothing is lost" "$(same keep.csv locked/old.csv)"

### contents that are wrong: data

lesson() { printf -- "---\ntitle: t\n---\n\n## p\n\n%b\n" "$1" >bad.md; }
fails "a binary file as a lesson" 3 "bin.md:1:1: " sh -c \
    "head -c 4096 '$GRADUS' >bin.md; '$GRADUS' check bin.md"
lesson '```experiment\nexperiment: nosuch\n```'
fails "an unknown experiment in a lesson" 3 "bad.md:8:13: unknown experiment" "$GRADUS" check bad.md
lesson '```experiment\nexperiment: parameters\nstepss: 3\n```'
fails "an unknown key in a lesson" 3 "bad.md:9:1: unknown key 'stepss'" "$GRADUS" check bad.md
lesson '```experiment\nexperiment: parameters\nset: {layers: 5--3}\n```'
fails "a wrong value in a lesson" 3 "bad.md:9:7: knob layers" "$GRADUS" check bad.md
lesson '```experiment\nexperiment: parameters\ngoal: last.total > 1000\n```'
fails "a goal out of reach" 1 "bad.md:9:7: this goal is not reached" "$GRADUS" check bad.md
lesson 'nul \0 here'
fails "a NUL in a lesson" 3 "control character U+0000" "$GRADUS" check bad.md
lesson '\033[2Jgone'
fails "an escape sequence in a lesson" 3 "bad.md:7:1: control character U+001B" "$GRADUS" check bad.md
head -c 2000000 /dev/zero | tr '\0' a >big.md
fails "a lesson over 1 MiB" 3 "1 MiB" "$GRADUS" check big.md

pair() { cp x.run.yaml z.run.yaml; printf '%b' "$1" >z.csv; }
pair 'step,"inputs\n0,1'
fails "a quote that is never closed" 3 "z.csv:1:6:" "$GRADUS" replay z.csv
pair 'a,b\n1,2\n3\n'
fails "rows of two lengths" 3 "z.csv:3" "$GRADUS" replay z.csv
pair 'a,b\n1,\0\n'
fails "a NUL in a CSV" 3 "z.csv:2:3:" "$GRADUS" replay z.csv
pair ''
fails "an empty CSV" 3 "z.csv" "$GRADUS" replay z.csv
cp x.run.yaml z.run.yaml
head -c 10000000 /dev/zero | tr '\0' 1 >z.csv
fails "a line of 10 MB" 3 "64 KiB" "$GRADUS" replay z.csv
cp x.run.yaml z.run.yaml
head -c 4096 "$GRADUS" >z.csv
fails "a binary file as CSV" 3 "z.csv:1:1:" "$GRADUS" replay z.csv
cp x.csv z.csv
printf 'experiment: [\n' >z.run.yaml
fails "a capsule that is no YAML" 3 "z.run.yaml:" "$GRADUS" replay z.csv
printf 'experiment: parameters\nsteps: -4\n' >z.run.yaml
fails "a capsule with a wrong number" 3 "z.run.yaml:2:8:" "$GRADUS" replay z.csv

### pictures

gives "the pixels of lincoln.csv" "192" sh -c "'$GRADUS' run image --table pixels |
    grep -c '^[0-9]*,[0-9]*,[0-9]*$'"
gives "the second pixel of the third row" '26,2,1,180' sh -c "'$GRADUS' run image -n 26 | tail -1"
printf '1,2\n3\n' >p.csv
fails "a ragged picture" 3 "p.csv:2:1: a row of 1" "$GRADUS" run image -s file=p.csv
printf '1,2\n3,black\n' >p.csv
fails "a picture with a word in it" 3 "p.csv:2:3: 'black' is no pixel" \
    "$GRADUS" run image -s file=p.csv
printf '' >p.csv
fails "an empty picture" 3 "p.csv:1:1: no rows" "$GRADUS" run image -s file=p.csv
fails "a picture that is not there" 4 "./nosuch.csv" "$GRADUS" run image -s file=./nosuch.csv
printf '1,2\n3,4\n' >p.csv
"$GRADUS" run image -s file=p.csv -s brightness=10 -o pixels.csv
gives "a picture's run is replayed" "pixels.csv: 5 rows of 4 columns, all the same" \
    "$GRADUS" replay pixels.csv
printf '1,2\n3,5\n' >p.csv
fails "but not from another file" 3 "p.csv" "$GRADUS" replay pixels.csv

### hostile words never reach the terminal

hostile() { fails "hostile: $1" "$2" "" "$GRADUS" run parameters -s "layers=$(printf '%b' "$1")"; }
for bytes in '\033[31m' '\033]0;t\007' '\033]8;;x\033\\\\' '\033P1$q\033\\\\' '\0233J' '\0302\0233J' \
    '\0342\0200\0256' '\0342\0200\0213' '\0300\0257' '\0355\0240\0200' '\0377\0376' '\b\b' '\r' \
    '\0364\0220\0200\0200' '\0342\0200\0250' '\0357\0273\0277' '\0177'; do
    hostile "$bytes" 2
done

### GNU manners

gives "--version" "gradus 1.0.0" "$GRADUS" --version
for verb in list show run frame replay check; do
    point "$verb --help" "$("$GRADUS" $verb --help 2>&1 | grep -q "^usage: gradus $verb" ||
        echo "no usage line")"
done
point "--help names every verb" "$(for verb in list show run frame replay check; do
    "$GRADUS" --help | grep -q "^  $verb " || echo "$verb is missing"; done)"
gives "several sizes are screens one below the other" \
    "$("$GRADUS" frame 030 --size 40x12 && "$GRADUS" frame 030 --size 120x40)" \
    "$GRADUS" frame 030 --size 40x12 --size 120x40
fails "too many sizes" 2 "more than 16 sizes" "$GRADUS" frame 030 $(printf -- '--size 9x9 %.0s' $(seq 17))
gives "a frame of an experiment by name" " parameters" sh -c \
    "'$GRADUS' frame parameters --size 80x24 | sed -n '1s/  .*//p'"

### locales

for locale in C C.UTF-8; do
    LC_ALL=$locale "$GRADUS" run parameters >locale.csv
    point "the same bytes in $locale" "$(same plain locale.csv)"
done
if command -v localedef >/dev/null && localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" 2>/dev/null
then
    LOCPATH=$folder LC_ALL=de_DE.UTF-8 "$GRADUS" run parameters >locale.csv
    point "the same bytes with a decimal comma" "$(same plain locale.csv)"
else
    skip "the same bytes with a decimal comma" "no such locale can be made here"
fi
finish
