#!/bin/sh
# Grading a class: each of 40 hand-ins comes out as it should, the bytes are the same every time, and
# no right answer is told. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
GRADUS_PATH=$folder/class/place:$GRADUS_PATH
export GRADUS_PATH

TMPDIR=$folder/scratch
export TMPDIR
mkdir "$TMPDIR"
sh "$GRADUS_TEST_SRC/tests/make_class.sh" "$folder/class" 2>err
point "the class is made" "$(cat err)"
point "of forty or more" "$([ "$(ls class/submitted | wc -l)" -ge 40 ] ||
    ls class/submitted | wc -l)"

### what each comes out as

"$GRADUS" grade class -o one 2>err
point "exit status 0, however bad they are" "$([ $? -eq 0 ] || cat err)"
point "which is told in one line" "$([ "$(grep -c '^gradus: .* hand-ins graded' err)" -eq 1 ] ||
    cat err)"

# status_of STUDENT ITEM: by items.csv
status_of() {
    item=$2
    [ "$item" = - ] && item=
    sed -n "s/^$1,[^,]*,$item,[^,]*,[^,]*,[^,]*,[^,]*,\([a-z_]*\),.*/\1/p" one/items.csv
}
while read -r line; do
    student=${line%% *} status=${line##* } item=${line#* }
    item=${item% *}
    found=$(status_of "$student" "$item")
    point "$student, $item: $status" "$([ "$found" = "$status" ] ||
        { echo "found '$found'"; grep "^$student," one/items.csv; })"
done <class/expected

row_of() { grep "^$1,[^,]*,$2," one/items.csv; }
row_of_file() { # STUDENT PART: its only row has it
    [ "$(grep -c "^$1," one/items.csv)" -eq 1 ] && row_of "$1" '' | grep -qF -- "$2" ||
        grep "^$1," one/items.csv
}
point "an empty file has its place" "$(row_of_file empty 'x.csv:1:1: ')"
point "so has one that is cut off" "$(row_of_file truncated "y.csv:$(grep -c '' \
    class/submitted/truncated/*/y.csv):")"
point "and binary" "$(row_of_file binary 'x.csv:1:')"
point "and NUL" "$(row_of_file nul "x.csv:$(grep -ac '' class/submitted/nul/*/x.csv):")"
point "200 MB: the limit is told" "$(row_of_file sparse 'over 1 MiB, the limit')"
point "many rows: too" "$(row_of_file rows '1000')"
point "who grades is told of a lesson that is not there" "$(grep -q \
    "^gradus: hand-ins of '999-nothing' are not marked: no lesson '999-nothing'" err || cat err)"
point "and nobody of the folders here" "$(grep -rF "$folder" one)"
point "a link is not followed" "$(row_of_file link 'symbolic link')"
point "a folder that is one neither" "$(row_of_file linked 'symbolic link')"
point "nor is a pipe waited for" "$(row_of_file pipe 'not a regular file')"
point "a run for an hour is counted, not made" "$(row_of hour 'export 1' |
    grep -q 'works on 829001 million numbers' || row_of hour 'export 1')"
point "so is the search before one step" "$(row_of search 'export 1' |
    grep -q 'works on [0-9]* million numbers' || row_of search 'export 1')"
point "one that is far too large is refused" "$(row_of huge 'export 1' | grep -q 'at most' ||
    row_of huge 'export 1')"
point "no file of somebody else's is read" "$(row_of thieve 'export 1' |
    grep -q "not one of gradus's own" && row_of thieve2 'export 1' |
    grep -q "not one of gradus's own" || row_of 'thieve2*' 'export 1')"
point "nor without its having come along" "$(row_of others 'export 1' |
    grep -q "not one of gradus's own, and did not come along" || row_of others 'export 1')"
point "one that came along is that file, or none" "$(row_of forged 'export 1' |
    grep -q 'mine.csv is not the file that the run was made with' || row_of forged 'export 1')"
point "and lies nowhere afterwards" "$(ls -d /made.csv mine.csv ../mine.csv \
    "$TMPDIR"/gradus-* 2>/dev/null)"
point "nothing that is printed steers a terminal" "$(for file in one/*.* one/feedback/*/*; do
    clean "$file" || echo "$file"
done)"

### marks

grade_of() { # STUDENT: score of max
    sed -n "s/^900-counting,[^,]*,[^,]*,$1,[^,]*,[^,]*,[^,]*,\([^,]*\),0,\([^,]*\),\(.*\)/\1 \2 \3/p" \
        "${2-one}/grades.csv"
}
for expected in 'solid 5.5 5.5 6.5' 'helped 3 3 6.5' 'wrong 0.5 0.5 6.5' 'shown 0 0 6.5' 'boast 2.5 2.5 6.5' \
    'thief 0 0 6.5' 'empty 0 0 6.5'; do
    student=${expected%% *}
    point "grade of $expected" "$([ "$(grade_of "$student")" = "${expected#* }" ] ||
        grep ",$student," one/grades.csv)"
done
point "the columns are nbgrader's" "$(head -1 one/grades.csv | grep -qx \
    'assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score' ||
    head -1 one/grades.csv)"
point "the time is the hand-in's own" "$(grep -q ',2026-01-02T03:04:05Z,solid,' one/grades.csv ||
    grep solid one/grades.csv)"
point "... the last one in it, wherever that stands" "$(grep -q ',2026-01-02T03:04:06Z,late,' \
    one/grades.csv || grep ,late, one/grades.csv)"
point "a message is a student's" "$(grep -qx '    Those are its weights; each output adds a bias.' \
    one/feedback/wrong/900-counting.txt || cat one/feedback/wrong/*)"
point "keys are never told" "$(for student in wrong shown helped boast twofold tampered digest steps
do
    grep -HE '(^|[^0-9])(105|99)([^0-9]|$)' "one/feedback/$student/900-counting.txt"
done)"
drawn=$(sed -n 's/.*,ask,product,.*,a=\([0-9]*\),.*/\1/p' class/submitted/wrong/*/x.csv)
point "nor those of drawn numbers" "$([ "${drawn:-0}" -gt 0 ] || echo "a=$drawn"
grep -F $((7 * drawn)) one/feedback/wrong/*)"

### the report

# 100 is the first answer of two, `helped` and `wrong`; what `boast` claims is not counted.
report_row() { grep "^| $1 |" one/report.md; }
point "the commonest wrong answer" "$(report_row second | grep -qF '| `100` (2) |' ||
    report_row second)"
point "n, first time right and the median go together" "$(report_row more |
    awk -F'[|]' '{ split($4, s, " "); exit !($3 + 0 == s[3] && s[1] == s[3] - 2 && $5 + 0 == 1) }' ||
    report_row more)"

### again

"$GRADUS" grade class -o two -j 2 2>err
point "two jobs give the same bytes" "$(diff -r one two 2>&1)"
"$GRADUS" grade class -o one 2>err
point "so does grading again" "$(diff -r one two 2>&1)"

### marks by hand

sed -i 's/^\(wrong,900-counting,second,.*,wrong,\),/\11.5,/' one/items.csv
"$GRADUS" grade class -o one 2>err
point "a mark by hand counts" "$([ "$(grade_of wrong)" = '2 2 6.5' ] || grep ,wrong, one/grades.csv)"
point "and is kept" "$(grep -q '^wrong,900-counting,second,0,2,.*,wrong,1.5,' one/items.csv ||
    grep ^wrong, one/items.csv)"
point "nothing else has changed" "$(diff one/items.csv two/items.csv | grep '^[<>]' |
    grep -v ' wrong,900-counting,second,')"
sed -i 's/,wrong,1.5,/,wrong,good,/' one/items.csv
fails "a mark that is no number is not lost" 3 "one/items.csv:" "$GRADUS" grade class -o one
point "and nothing is written over it" "$(grep -q ',wrong,good,' one/items.csv || echo lost)"

### the roster

printf 'student_id,last_name,first_name,email,duedate\nsolid,Lee,"Ann, B.",a@b.c,2026-01-01\n' \
    >class/roster.csv
echo 'absent,Moe,Max,,' >>class/roster.csv
"$GRADUS" grade class -o three 2>err
point "names are the roster's" "$(grep -qx \
    '900-counting,2026-01-01,2026-01-02T03:04:05Z,solid,Lee,"Ann, B.",a@b.c,5.5,0,5.5,6.5' \
    three/grades.csv || grep solid three/grades.csv)"
point "who handed in nothing has 0" "$(grep -qx '900-counting,,,absent,Moe,Max,,0,0,0,6.5' \
    three/grades.csv || grep absent three/grades.csv)"
point "and no one else has changed" "$(diff two/items.csv three/items.csv | grep '^[<>]' |
    grep -v '^> absent,')"
echo 'absent,Moe,Max,,' >>class/roster.csv
fails "a roster with somebody twice" 3 "roster.csv:4:1: absent is in it twice" \
    "$GRADUS" grade class -o three

### what was asked for

fails "no such folder" 4 "cannot read nowhere" "$GRADUS" grade nowhere -o x
fails "no hand-ins in it" 4 "submitted" "$GRADUS" grade one -o x
fails "nowhere to write" 2 "-o" "$GRADUS" grade class
point "nothing was made" "$([ ! -e x ] || echo x)"
GRADUS_STUDENT=nobody XDG_STATE_HOME=$folder/class/state
export GRADUS_STUDENT XDG_STATE_HOME
fails "nothing to hand in" 4 "nothing of 900-counting is recorded for nobody yet" \
    "$GRADUS" homework 900
GRADUS_STUDENT=solid
"$GRADUS" homework 900 >out 2>err
point "a hand-in on standard output" "$(cut -d, -f6,7 out | tr '\n' ' ' | grep -qx \
    'kind,item predict,total ask,second ask,more ask,product ask,why ask,order run,page 1 run,page 5 run,page 6 ' ||
    cut -d, -f6,7 out)"
point "... with nothing to say" "$(cat err)"
printf '1,900-counting,tot' >>class/state/gradus/solid.csv
"$GRADUS" homework 900 >again 2>err
point "of a record with a damaged end, too" "$(same out again)"
point "... which is said" "$(grep -q 'the end of .*solid.csv is damaged' err || cat err)"
finish
