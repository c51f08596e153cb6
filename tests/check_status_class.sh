#!/bin/sh
# shellcheck disable=SC2015,SC2016,SC2181 # short tests; backquotes are meant as they are
# `gradus status DIR`: how a class stands, against what grading it says. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
GRADUS_PATH=$folder/class/place:$GRADUS_PATH
export GRADUS_PATH

sh "$GRADUS_TEST_SRC/tests/make_class.sh" "$folder/class" 2>err
point "the class is made" "$(cat err)"
printf 'student_id\nsolid\nabsent\n' >class/roster.csv
escape=$(printf '\033[31mred\nnext')
mkdir -p "class/submitted/$escape/900-counting"
echo no >class/submitted/stray.txt
find class | sort >before

### one table

"$GRADUS" status class >table 2>err </dev/null
point "exit status 0, and nothing on standard error" "$([ $? -eq 0 ] && [ ! -s err ] || cat err)"
point "nothing is written" "$(find class | sort | diff before -)"
point "nothing that is printed steers a terminal" "$(clean table || sed -n l table)"
sed '1d; /^$/,$d' table >lines
"$GRADUS" grade class -o graded 2>err
point "a line for each hand-in" "$([ "$(wc -l <lines)" -eq \
    "$(($(wc -l <graded/grades.csv) - 1))" ] || cat table)"
point "... by student" "$(LC_ALL=C sort -c -k 1,2 lines 2>&1)"

# line_of STUDENT: its columns, with one blank between them
line_of() { sed -n "s/  */ /g; /^$1 900-counting /p" lines; }
# counted STUDENT: how many rows of items.csv wait for a mark by hand, and how many failed
counted() {
    awk -F, -v student="$1" '$1 == student { hand += $8 == "needs_manual"
        failed += $8 == "mismatch" || $8 == "error" } END { print hand + 0, failed + 0 }' plain.csv
}
# Cells in quotes have commas, and only messages are.
sed 's/"[^"]*"/quoted/g' graded/items.csv >plain.csv
columns=$(head -n 1 table)
by_hand=${columns%%by hand*} failed=${columns%%failed*}
at() { # STUDENT FROM: the number in its line from this column on, 0 for none
    sed -n "/^$1  *900-counting /p" lines | cut -c$((${#2} + 1))-$((${#2} + 6)) |
        awk '{ print $1 + 0 }'
}
problems=
for student in solid ada helped wrong shown boast tampered digest twice thief empty binary nul \
    escape rows link pipe hour huge thieve sparse several late; do
    found="$(at $student "$by_hand") $(at $student "$failed")"
    [ "$found" = "$(counted $student)" ] || problems="$problems
$student: found $found, not $(counted $student): $(line_of $student)"
done
point "as many by hand and failed as grading finds" "$(printf '%s' "$problems" | sed '/^$/d')"

is() { # NAME STUDENT LINE
    point "$1" "$([ "$(line_of "$2")" = "$3" ] || line_of "$2")"
}
is "all is well" helped "helped 900-counting 2026-01-02 03:04 3 of 6 3 of 6.5"
is "one answer waits for a mark by hand" solid \
    "solid 900-counting 2026-01-02 03:04 6 of 6 5.5 of 6.5 1"
is "one of the roster is missing" absent \
    "absent 900-counting missing 0 of 6.5 nothing was handed in"
is "an empty file has failed" empty \
    "empty 900-counting 0 of 6 0 of 6.5 1 submitted/empty/900-counting/x.csv:1:1: the file is empty"
is "a link is not followed" linked "linked 900-counting 0 of 6 0 of 6.5 1 it is a symbolic link, and \
links are not followed"
point "a claim that does not hold is told" "$(line_of boast |
    grep -q '2 second: the hand-in says that this answer is right; it is not$' || line_of boast)"
point "a lesson that is not there is told" "$(grep -q '^unknown  *999-nothing .*there is no lesson' \
    lines || grep unknown lines)"
missing=$(grep -c ' missing ' lines)
waiting=$(cut -d, -f1,8 plain.csv | grep needs_manual | sort -u | wc -l)
wrong=$(cut -d, -f1,8 plain.csv | grep 'mismatch\|error' | cut -d, -f1 | sort -u | wc -l)
point "and the sums" "$(grep -qx "$(($(wc -l <lines) - missing)) hand-ins, $missing missing; \
$waiting with answers to mark by hand, $wrong where something failed." table || tail -n 3 table)"
point "a file of nobody's is told" "$(grep -qx \
    "1 file beside the students' folders: nobody's, not read." table || tail -n 3 table)"

### the same

gives "in two processes" "$(cat table)" "$GRADUS" status class -j 2
gives "named by the folder submitted" "$(cat table)" "$GRADUS" status class/submitted/
gives "... from within" "$(cat table)" sh -c 'cd class && "$GRADUS" status submitted'

### with grades

"$GRADUS" status class --grades graded >table 2>err
sed '1d; /^$/,$d' table >lines
is "what was graded as it is" helped "helped 900-counting 2026-01-02 03:04 3 of 6 3 of 6.5 yes"
point "... is not counted" "$(grep -q ', 0 not graded as they are now\.$' table || tail -n 2 table)"
sed -i 's/03:04:05Z$/03:04:07Z/' class/submitted/helped/900-counting/x.csv
sed -i '/^shown,\|,shown,/d' graded/grades.csv
sed -i '/^solid,900-counting,why,/s/,needs_manual,/,needs_manual,1/' graded/items.csv
"$GRADUS" status class --grades graded >table 2>err
sed '1d; /^$/,$d' table >lines
is "handed in anew since" helped "helped 900-counting 2026-01-02 03:04 3 of 6 3 of 6.5 changed"
is "never graded" shown "shown 900-counting 2026-01-02 03:04 1 of 6 0 of 6.5 no"
is "marked by hand" solid "solid 900-counting 2026-01-02 03:04 6 of 6 6.5 of 6.5 yes"
point "... and counted" "$(grep -q ', 2 not graded as they are now\.$' table || tail -n 2 table)"
"$GRADUS" status class --grades nowhere >table 2>err
point "a folder that has graded nobody" "$(grep -q '^helped .* no$' table || cat table err)"

### what is wrong

fails "a class that is not there" 4 "cannot read nowhere" "$GRADUS" status nowhere
fails "a folder without hand-ins" 4 "submitted" "$GRADUS" status class/place
fails "a class and a student" 2 "a class, or one --student" "$GRADUS" status class --student ann
fails "processes without a class" 2 "are for a class" "$GRADUS" status -j 2
fails "grades without a class" 2 "are for a class" "$GRADUS" status --grades graded
fails "no processes" 2 "-j: '0'" "$GRADUS" status class -j 0
echo 'a,b' >graded/grades.csv
fails "grades that are none" 3 "grades.csv" "$GRADUS" status class --grades graded
finish
