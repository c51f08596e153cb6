#!/bin/sh
# shellcheck disable=SC2015,SC2016 # short tests; backquotes are meant as they are
# The command line: options and their values, standard streams, names that look like options, and
# what replay takes for the same. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
printf -- '---\ntitle: A lesson\n---\n\n## One\n\ntext\n' >a.md
run() { "$GRADUS" run parameters "$@"; }

### options

for verb in list show run frame replay check; do
    fails "$verb: an unknown option" 2 "unrecognized option '--frobnicate'" \
        "$GRADUS" $verb --frobnicate
    fails "$verb: an unknown letter" 2 "invalid option -- 'Q'" "$GRADUS" $verb -Q
    fails "$verb: --help takes no argument" 2 "option '--help' doesn't allow an argument" \
        "$GRADUS" $verb --help=me
    "$GRADUS" $verb --help >out 2>err
    point "$verb --help is on standard output alone" "$([ -s out ] && [ ! -s err ] &&
        [ -z "$(tail -c 1 out)" ] || cat err)"
done
fails "an unknown option of the workbench" 2 "unrecognized option '--frobnicate'" \
    "$GRADUS" --frobnicate
fails "several options that begin so" 2 "option '--se' is ambiguous" run --se=3
fails "an option without its argument" 2 "option '--seed' requires an argument" run --seed
fails "a letter without its argument" 2 "option requires an argument -- 's'" run -s
fails "--last takes no argument" 2 "option '--last' doesn't allow an argument" run --last=3
gives "a short form of an option" "3,4,3,12,3,15,99" sh -c "'$GRADUS' run parameters --la | tail -1"
gives "options behind words" "3,4,3,12,3,15,99" sh -c "'$GRADUS' run parameters --last | tail -1"
gives "-sKNOB=VALUE in one word" "1,2,3,6,3,9,9" \
    sh -c "'$GRADUS' run parameters -slayers=2-3 | tail -1"

### too many, too few

fails "two families" 2 "'plots' is too much" "$GRADUS" list lessons plots
fails "nothing to show" 2 "name one thing" "$GRADUS" show
fails "two things to show" 2 "name one thing" "$GRADUS" show parameters bars
fails "no frame" 2 "name one lesson" "$GRADUS" frame
fails "two frames" 2 "name one lesson" "$GRADUS" frame 030 030
fails "nothing to replay" 2 "name one CSV" "$GRADUS" replay
fails "two to replay" 2 "name one CSV" "$GRADUS" replay a b
fails "two lessons" 2 "'031' is too much" "$GRADUS" 030 031
fails "a verb that does not exist" 4 "no lesson 'frobnicate'" "$GRADUS" frobnicate

### values

for size in 80 x24 80x 80x24x1 0x5 5x0 -1x5 2001x5 5x2001 80X24 80x24.5 80x-24 99999999999x1 ''; do
    fails "--size '$size'" 2 "--size: '$size'" "$GRADUS" frame 030 --size "$size"
done
for page in 0 -1 1.5 x '' ' 1' +1 99999999999999999999 1e2; do
    fails "--page '$page'" 2 "--page: '$page'" "$GRADUS" frame 030 --page "$page"
done
for step in -1 x 1.5 10000001; do
    fails "--step '$step'" 2 "--step: '$step'" "$GRADUS" frame 030 --step "$step"
done
for seed in '' x -1 1.5 1.. ..5 1..2..3 5..1 18446744073709551616 '1 2' 0x10; do
    fails "--seed '$seed'" 2 "'$seed' is no seed" run --seed "$seed"
done
for shard in '' 1 0/3 4/3 3/0 1/ /3 a/b 1/3/5 -1/3; do
    fails "--shard '$shard'" 2 "'$shard' is no shard" run --shard "$shard"
done
for steps in '' x -1 1.5 1000000001; do
    fails "-n '$steps'" 2 "-n: '$steps'" run -n "$steps"
done
for jobs in '' 0 -1 65 two; do
    fails "-j '$jobs'" 2 "-j: '$jobs'" run -j "$jobs"
done
for every in '' 0 -1 x; do
    fails "--every '$every'" 2 "--every: '$every'" run --every "$every"
done
fails "a frame's setting without =" 2 "write KNOB=VALUE" "$GRADUS" frame 030 -s layers
fails "a frame's unknown knob" 2 "unknown knob 'lr'" "$GRADUS" frame 030 -s lr=1
fails "a frame's wrong value" 2 "empty layer" "$GRADUS" frame 030 -s layers=5--3
fails "a page without an experiment has no knobs" 2 "no experiment to set" \
    "$GRADUS" frame ./a.md -s layers=5-3
gives "the largest seed" "3,4,3,12,3,15,99" \
    sh -c "'$GRADUS' run parameters --seed 18446744073709551615 | tail -1"
gives "-n 0 is the start alone" 'step,inputs,outputs,weights,biases,parameters,total
0,,,,,,0' run -n 0

### standard streams, and names like options

gives "a lesson from standard input" "-: 1 pages, 0 questions, all well" \
    sh -c "'$GRADUS' check - <a.md"
gives "a frame of it" " A lesson" \
    sh -c "'$GRADUS' frame - <a.md | sed -n '1s/  .*//p'"
cp a.md ./-x.md
gives "-- before a name like an option" "-x.md: 1 pages, 0 questions, all well" \
    "$GRADUS" check -- -x.md
gives "-- before a lesson called as a verb" "-- ends options: a lesson" sh -c \
    "'$GRADUS' -- list 2>&1 | grep -q 'no lesson' && echo '-- ends options: a lesson'"
run >plain
run -o /dev/stdout >through 2>err
point "/dev/stdout is standard output, without a capsule" "$(same plain through)$(cat err)"
if [ -e /dev/fd/1 ]; then
    run -o /dev/fd/1 >through 2>err
    point "/dev/fd/1 is standard output, without a capsule" "$(same plain through)$(cat err)"
else
    skip "/dev/fd/1 is standard output, without a capsule" "there is no /dev/fd"
fi
gives "a reader that leaves early" "step,inputs,outputs,weights,biases,parameters,total" sh -c \
    "'$GRADUS' run parameters -s layers=$(seq -s- 1 1000) 2>/dev/null | head -1"
gives "a frame does not look at the terminal" "" sh -c "'$GRADUS' frame 030 >one
    TERM=dumb COLUMNS=7 LINES=3 NO_COLOR=1 '$GRADUS' frame 030 >two; cmp one two"
gives "nothing of the environment is needed" "" sh -c "'$GRADUS' run parameters >one
    env -i '$GRADUS' run parameters >two; cmp one two"
gives "in the C locale a frame is ASCII" "" sh -c "LC_ALL=C '$GRADUS' frame 030 >one
    '$GRADUS' frame 030 --ascii >two; cmp one two"
if [ -e /dev/full ]; then
    for verb in --help --version "list --help" "show parameters" "replay x.csv"; do
        fails "/dev/full under $verb" 4 "standard output" sh -c "'$GRADUS' run parameters -o x.csv
            '$GRADUS' $verb >/dev/full"
    done
else
    skip "/dev/full" "there is none here"
fi

### what is the same

run -o x.csv
cp x.run.yaml y.run.yaml
altered() { sed "$1" x.csv >y.csv; }
altered 's/,48,48$/,48.0,4.8e1/'
gives "the same numbers in another spelling" "y.csv: 4 rows of 7 columns, all the same" \
    "$GRADUS" replay y.csv
altered 's/$/\r/'
gives "the same numbers with CRLF" "y.csv: 4 rows of 7 columns, all the same" "$GRADUS" replay y.csv
altered 's/,total/,sum/'
fails "another name for a column" 1 "column 7 is 'sum'; in the run again 'total'" \
    "$GRADUS" replay y.csv
altered 's/,[^,]*$//'
fails "a column too few" 1 "6 columns; the run again has 7" "$GRADUS" replay y.csv
altered 's/^1,5/1,/'
fails "a number that was rubbed out" 1 "y.csv:3:3: step 1, column inputs: '' here, '5'" \
    "$GRADUS" replay y.csv
altered 's/^3,4/3,4.0000001/'
fails "a number that is a little off" 1 "column inputs: '4.0000001' here, '4'" \
    "$GRADUS" replay y.csv
fails "a file that replay does not know" 4 "./a.md.run.yaml" "$GRADUS" replay ./a.md

### an old file is whole, whatever happens

cp x.csv old.csv
cp x.run.yaml old.run.yaml
for words in "-s layers=5--3" "-s betta=1" "--seed x" "--table nosuch" "-n -1" "--frobnicate"; do
    # shellcheck disable=SC2086 # a list of words
    run $words -o x.csv >out 2>err
    point "the old file is whole after $words" "$(same old.csv x.csv; same old.run.yaml x.run.yaml)"
done
mkdir folder.csv
fails "a folder in the place of the file" 4 "cannot" run -o folder.csv
point "no temporary file is left" "$(find . -name '*.tmp*' -o -name '.*csv*' | head -3)"

### several files

printf 'nothing\n' >bad.md
"$GRADUS" check a.md bad.md a.md >out 2>err
point "check goes on after a bad file" "$([ $? -eq 3 ] && [ "$(wc -l <out)" -eq 2 ] || cat out err)"
fails "check of a missing file" 4 "cannot read ./gone.md" "$GRADUS" check ./gone.md
finish
