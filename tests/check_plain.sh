#!/bin/sh
# shellcheck disable=SC2016 # backquotes are meant as they are
# The plain dialogue through pipes: a lesson from the catalogue to its last question against a golden
# transcript, what is wrong with lines and how input ends, and hostile bytes. Prints TAP.
# `--update` writes the transcript anew: look at it before committing.
: "${GRADUS_TEST_SRC:=$(cd "$(dirname "$0")/.." && pwd)}"
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
golden=$GRADUS_TEST_SRC/tests/data/plain-030.txt
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset COLUMNS

# What a student types who looks at everything, errs now and then, and answers all there is.
lesson() {
    cat <<'END'
open 030
play
answer
98
step
back
play
next
step
hint
answer 8*4 + 4
play
look
next
step 2
first
play
next
answer 1
show
practise again
show
next
skip
answer 2
show
play
next
answer 3
answer 1
play
next
knobs
set layers 5--3
set layers = 3-2
reset
next
step
answer 200
hint
hint
hint
answer 105
next
answer 220
show
next
answer 3
answer 2
next
lessons
quit
END
}

transcript() { lesson | "$GRADUS" --plain | sed -e '1,/^> open 030$/d' -e '/^gradus, [0-9]/,/^Type the/d'; }

if [ "${1-}" = --update ]; then
    transcript >"$golden"
    exit
fi

# says NAME INPUT PART...: with this input (as printf has it) the status is 0, nothing is on standard
# error, the output is clean and has each part as a line or within one.
says() {
    name=$1 input=$2
    shift 2
    # shellcheck disable=SC2059 # the input is a format: it has escapes
    printf "$input" | "$GRADUS" --plain >out 2>err
    status=$?
    problem=
    [ "$status" -eq 0 ] || problem="status $status"
    [ -s err ] && problem="$problem
on standard error: $(cat err)"
    clean out || problem="$problem
control characters were printed"
    for part; do
        grep -qF -- "$part" out || problem="$problem
no '$part' in: $(tail -n 12 out)"
    done
    point "$name" "$(printf '%s' "$problem" | sed '/^$/d')"
}

### a whole lesson

lesson | "$GRADUS" --plain >whole 2>err
point "a lesson from the catalogue to its last question: status" "$([ $? -eq 0 ] || echo $?)$(cat err)"
transcript >actual
point "... exactly as it was" "$(diff "$golden" actual)"
point "... in the catalogue with its number" \
    "$(grep -q '^[0-9]*: 030 How many parameters?$' whole || cat whole)"
point "... and with what was reached" \
    "$(sed '1,/^> lessons$/d' whole | grep -q '^[0-9]*: 030 How many parameters? (tried)$' || tail whole)"
point "... without escape codes" "$(clean whole || echo control characters)"
point "... without box drawing and braille" \
    "$(LC_ALL=C grep -n "$(printf '\342[\224-\227\240-\243]')" whole)"
point "... in lines of at most 78 columns" "$(awk 'length($0) > 78' whole)"
lesson | COLUMNS=40 "$GRADUS" --plain >narrow
point "... and of 40 where COLUMNS says so" "$(awk 'length($0) > 40' narrow | grep -v '^> ')"
lesson | COLUMNS=junk "$GRADUS" --plain >other
point "... and of 78 where it says nothing that makes sense" "$(same whole other)"
lesson | LC_ALL=C "$GRADUS" --plain >other
point "... of ASCII in a locale of ASCII" "$(LC_ALL=C grep -n '[^ -~]' other)"
lesson | sed 's/$/\r/' | "$GRADUS" --plain >other
point "... the same with lines that end in CR LF" "$(same whole other)"
(printf '\357\273\277' && lesson) | "$GRADUS" --plain >other
point "... the same behind a byte order mark" "$(same whole other)"
point "... by itself, standard input being no terminal" \
    "$(TERM=dumb sh -c 'printf "quit\n" | "$GRADUS" --plain 030' | grep '^Lesson 030' >/dev/null || echo no)"

### what is wrong with a line

says "an unknown word" '030\nfoo bar\nquit\n' "Error: 'foo' is no command; there are step, back,"
says "a number that is not in the menu" '030\n99\nquit\n' \
    "Error: there is no 99 in the menu of 1 to" "answer 99"
says "numbers of the menu, with arguments" '030\n9 99\n1 2\nquit\n' "> 9 99" "You said 99." \
    "Step 2 of 3, paused."
says "what needs a lesson, in the catalogue" 'step\nhint\nquit\n' \
    "Error: open a lesson first: type its number"
says "a lesson that does not exist" 'open nosuch\nquit\n' "Error: "
says "behind a prediction" '030\nstep\nquit\n' "Error: predict first"
says "steps that are no number" '030\nskip\nstep x\nstep 0\nquit\n' \
    "Error: step: 'x'; write a whole number from 1 to" "Error: step: '0'; write"
says "the end and the start" '030\nskip\nback\nplay\nstep\nquit\n' "This is the start;" \
    "This is the last step;"
says "an answer that is none" '030\nanswer x+1\nanswer 7\nquit\n' "Error: " "You said 7."
printf -- '---\ntitle: t\n---\n\n## p\n\n```ask\nid: a\nquestion: q\naccept: [b]\nlabel: the name\n```\n' \
    >label.md
says "the name of a field" 'open ./label.md\nquit\n' "Asked for: the name"
says "a page that does not exist" '030\npage 99\npage\n2\nprevious\nprevious\nquit\n' \
    "Error: page: '99'; write a whole number from 1 to" "page> 2" "page 2 of" \
    "This is the first page;"
says "a knob that does not exist" '030\nset nosuch 3\nset\nlayers 4-2\nset layers\nquit\n' \
    "Error: knob nosuch is not free" "knob and value> layers 4-2" "Knob layers: 4-2 units;" \
    "is no assignment; write set KNOB VALUE"
says "an argument that is not given after all" '030\nset\n\nset\nknobs\nquit\n' \
    "Nothing was done." "knob and value> knobs" "Knob layers, units of each layer"
says "an empty line lists what can be done" '030\n\nquit\n' "15 page by number"
says "help tells what is not possible" '030\nhelp\nquit\n' \
    "1 step: one step forward; step 5: five of them (not now)"
long=$(printf '%05000d' 0)
says "a very long line" "030\nset layers $long\nanswer 1\nquit\n" \
    "Error: a line has at most 4096 bytes; nothing was done" "You said 1."
says "a long answer" "030\nanswer $(printf '%0600d' 0)\nquit\n" "Error: an answer has at most"

### where input and output end

says "the end of the input" '030\nskip\nstep\n' "Left lesson 030 on page 1 of"
says "a last line without its end" '030\nskip\nstep 2' "Step 2 of 3"
says "no input at all" '' "Type the number of a lesson to open it."
fails "a lesson that cannot be opened" 4 "nosuch" "$GRADUS" --plain nosuch
fails "two lessons" 2 "one lesson at a time" "$GRADUS" --plain 030 030
"$GRADUS" --plain 030 <&- >out 2>err
status=$?
point "standard input that is closed" \
    "$([ $status -eq 4 ] && grep -q 'cannot read standard input' err || cat err)"
if [ -w /dev/full ]; then
    "$GRADUS" --plain 030 </dev/null >/dev/full 2>err
    status=$?
    point "standard output that is full" \
        "$([ $status -eq 4 ] && grep -qi 'no space left' err && [ "$(wc -l <err)" -eq 1 ] ||
            echo "$status $(cat err)")"
fi
(
    yes look | "$GRADUS" --plain 030 2>err
    echo $? >status
) | head -n 1 >out
point "a pipe that is closed at the other end" \
    "$([ "$(cat status)" -eq 4 ] && grep -q 'standard output' err || echo "$(cat status) $(cat err)")"

### saving

says "export" '030\nskip\nplay\nexport a.csv\nexport\nb.csv\nquit\n' \
    "Saved a.csv, 4 rows, and a.run.yaml." "file> b.csv" "Saved b.csv"
point "... gives the numbers that run gives" \
    "$("$GRADUS" run parameters -s layers=5-8-4-3 -s bias=yes -o c.csv && same a.csv c.csv &&
        same a.csv b.csv)"
point "... that can be replayed" "$("$GRADUS" replay a.csv 2>&1 >/dev/null)"
says "export where it cannot be" '030\nexport -\nexport no/such/x.csv\nexport /dev/null\nquit\n' \
    "Error: type the name of a file" "Error: cannot save no/such/x.csv" "/dev/null is no file"
says "nothing of it is lost" '030\nskip\nstep\nexport no/such/x.csv\nstep\nquit\n' "Step 2 of 3"

### hostile bytes

problems=
for word in '\033[31m' '\033]0;title\007' '\033P1$r0m' '\302\23331m' '\23331m' '\001\002\177' \
    '\342\200\256txt' '\342\200\213' '\342\201\246a' '\357\273\277x\357\273\277' '\300\233[31m' \
    '\355\240\200' '\377\376' '\000' 'a\000b' '\r' 'x\ry' '\f\v\b'; do
    printf -- '---\ntitle: t %b\n---\n\n## p\n\ntext %b\n' "$word" "$word" >hostile.md
    for line in "$word" "open $word" "open ./hostile.md" "030\nset $word 3" "030\nset layers $word" \
        "030\nanswer $word" "030\nanswer\n$word" "030\nexport no/$word/x.csv" "030\npage $word" \
        "030\nskip\nstep $word" "030\nset\n$word\n$word" "$word\n030\n$word"; do
        # shellcheck disable=SC2059
        printf "$line\nquit\n" | "$GRADUS" --plain >out 2>&1
        status=$?
        [ $status -eq 0 ] && clean out || problems="$problems
status $status: $(printf '%s' "$line" | tr '\\' '^'): $(tail -n 3 out | sed -n l)"
    done
    printf '%b' "$word" >raw
    # shellcheck disable=SC2059
    "$GRADUS" --plain "x$(tr -d '\000' <raw)" >out 2>&1 </dev/null
    clean out || problems="$problems
as a lesson's name: $word"
done
point "hostile bytes in every place" "$(printf '%s' "$problems" | sed '/^$/d')"
head -c 20000 /dev/zero | "$GRADUS" --plain 030 >out 2>err
point "nothing but NUL" "$([ $? -eq 0 ] && clean out || cat err)"
head -c 100000 "$GRADUS" | "$GRADUS" --plain 030 >out 2>err
point "a program as input" "$([ $? -eq 0 ] && clean out || cat err)"
finish
