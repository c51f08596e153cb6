#!/bin/sh
# shellcheck disable=SC2016 # backquotes are meant as they are
# Grading where the folders themselves are wrong: names that no table or file could have, files of
# nobody, grades that would go among the hand-ins; and grading that is stopped in the middle of a
# write. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
GRADUS_PATH=$folder/class/place:$GRADUS_PATH
export GRADUS_PATH
lesson=900-counting
sh "$GRADUS_TEST_SRC/tests/make_class.sh" "$folder/class" >err 2>&1
point "there is a class" "$(cat err)"

# points NAME DETAILS: of several commands, each silent where nothing is wrong
points() {
    point "$1" "$(printf '%s' "$2" | sed '/^$/d')"
}

# hand_in STUDENT [LESSON]: the good one of another, which is a mismatch for everybody else.
hand_in() {
    mkdir -p "odd/submitted/$1/${2-$lesson}"
    cp "class/submitted/solid/$lesson/x.csv" "odd/submitted/$1/${2-$lesson}/x.csv"
}

### names

long=$(printf '%0255d' 7)
hand_in "$long"
hand_in "${long%7}8"
hand_in ann "$long"
hand_in "$(printf '\377')"
hand_in "$(printf '\376')"
hand_in "$(printf 'a\nb')"
hand_in "$(printf 'e\033[31mx')"
hand_in '=1+1'
hand_in '-o'
hand_in 'a, "b"'
hand_in '$(touch made)`touch made`'
hand_in bob ..
rm -f odd/submitted/bob/*.csv odd/submitted/x.csv
"$GRADUS" grade odd -o one 2>err
point "names of any kind are no end" "$([ $? -eq 0 ] || cat err)"
points "each is a row of its own" "$(tail -n +2 one/grades.csv | cut -d, -f4- | sort | uniq -d)
$([ "$(grep -c '^[^ ]' one/grades.csv)" -eq 13 ] || cat one/grades.csv)"
point "with a file of its own" "$([ "$(find one/feedback -name '*.txt' | wc -l)" -eq 12 ] ||
    find one/feedback)"
point "names that were cut are told apart" "$([ "$(grep -c '^.*,0000*~[0-9a-f]\{16\},' \
    one/grades.csv)" -eq 2 ] || cat one/grades.csv)"
points "formulas are guarded" "$(grep -q ",'=1+1," one/grades.csv || cat one/grades.csv)
$(grep -n '[,^][=+@]' one/*.csv)"
point "nothing is run" "$(find . -name made)"
points "nothing that is printed steers a terminal" "$(for file in err one/*.*; do
    clean "$file" || echo "$file"
done
find one/feedback -name '*.txt' | while read -r file; do
    clean "$file" || echo "$file"
done)"

### what is nobody's, and who has nothing

: >odd/submitted/loose.csv
mkfifo odd/submitted/pipe
mkdir -p odd/submitted/none odd/submitted/beside
cp "class/submitted/solid/$lesson/x.csv" odd/submitted/beside
"$GRADUS" grade odd -o two 2>err
point "files of nobody are told" "$(grep -q '^gradus: 2 files beside' err || cat err)"
for student in none beside bob; do
    point "$student has handed in no lesson" "$(grep -qx \
        "$student,,,0,0,,,missing,,there is no folder of a lesson here" two/items.csv ||
        grep "^$student," two/items.csv)"
done

### a file of somebody else's, as a link of the other kind

printf 'root:x:0:0\nsecret:word\n' >private
mkdir -p odd/submitted/hard/$lesson
if ln private odd/submitted/hard/$lesson/x.csv 2>/dev/null; then
    "$GRADUS" grade odd -o two 2>err
    points "what is no hand-in is told nothing of" "$(grep -rn 'secret\|word' two)
$(grep -q "^hard,$lesson,.*,error,.*x.csv:1:1: this is no hand-in" two/items.csv ||
        grep ^hard, two/items.csv)"
fi

### what may not be looked into

mkdir -p odd/submitted/shut/$lesson
chmod 0 odd/submitted/shut
if [ -r odd/submitted/shut ]; then
    skip "a folder that is shut is a row" "this user may read everything"
else
    "$GRADUS" grade odd -o two 2>err
    point "a folder that is shut is a row" "$(grep -q '^shut,,,0,0,,,error,,.*denied' two/items.csv ||
        grep ^shut, two/items.csv)"
fi
chmod 700 odd/submitted/shut

### where the grades go

mkdir odd/elsewhere
ln -s ../submitted/none odd/elsewhere/link
for place in odd/submitted odd/submitted/out ./odd/../odd/submitted/a/b "$folder/odd/submitted" \
    odd/elsewhere/link odd/elsewhere/link/deeper; do
    fails "not $place, among the hand-ins" 2 "lies among the hand-ins" "$GRADUS" grade odd -o "$place"
done
point "... where nothing was made" "$(find odd -name '*s.csv' -o -name feedback)"
"$GRADUS" grade odd -o odd/submitted-grades 2>err
point "beside them is fine" "$([ $? -eq 0 ] || cat err)"
"$GRADUS" grade odd -o odd 2>err && "$GRADUS" grade odd -o odd 2>err
point "so is above them, twice" "$(diff odd/grades.csv odd/submitted-grades/grades.csv)"
: >plain
fails "a file is no folder" 4 "plain" "$GRADUS" grade class -o plain

### ended in the middle

"$GRADUS" grade class -o whole 2>err
# so_far LIMIT COMMAND...: with files of at most so many blocks of 512 bytes
so_far() {
    limit=$1
    shift
    (
        ulimit -f "$limit"
        "$@"
    )
}
"$GRADUS" grade class -o cut 2>err
printf 'old\n' >cut/report.md
cp cut/items.csv cut/grades.csv .
(
    trap '' XFSZ
    so_far 2 "$GRADUS" grade class -o cut
) >out 2>err
point "a disk that is full is told" "$([ $? -eq 4 ] && grep -q '^gradus: cannot save cut/' err &&
    [ "$(wc -l <err)" -eq 1 ] || cat err)"
points "and nothing half written" "$(cmp items.csv cut/items.csv 2>&1
cmp grades.csv cut/grades.csv 2>&1
grep -qx old cut/report.md || echo report)
$(find cut -name '.*.tmp')"
for blocks in 0 1 2 4 8 16 32 64; do
    (so_far $blocks "$GRADUS" grade class -o killed) >out 2>&1
    for file in $(cd killed 2>/dev/null && find . -type f ! -name '.*'); do
        cmp "killed/$file" "whole/$file"
    done
done >problems 2>&1
point "killed in the middle of a file: all that are there are whole" "$(cat problems)"
find killed -name '.*.tmp' -exec rm {} +
"$GRADUS" grade class -o killed 2>err
point "and grading again completes them" "$(diff -r whole killed 2>&1)"
finish
