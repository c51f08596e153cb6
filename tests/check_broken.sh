#!/bin/sh
# tests/broken: lessons that break one rule each, and what `gradus check --strict` says of them, with
# line and column. sound.md breaks none. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/broken"
cp "$GRADUS_TEST_SRC"/tests/broken/*.md "$scratch/broken" # what they are checked with writes here
cd "$scratch/broken" || exit 1

# lesson status place message: 3 for a file that is no lesson, 1 for one that does not hold.
cat >"$scratch/table" <<'END'
key-has-no-value 1 17:1 the answer has no finite value
key-is-no-column 1 19:9 column 1: unknown column 'sum'; the columns of run 1 are: step, inputs, outputs, weights, biases, parameters, total
key-of-a-blank 1 17:1 the answer has no finite value
key-of-an-order 1 17:1 the items have no order: values that are equal or not finite
key-of-a-text 3 19:10 the first text accepted is the one that is shown: it has no *
key-of-a-prediction 1 20:5 of a choice this is the number of the option that comes true, from 1
key-is-a-mistake 1 20:9 this listed mistake is the right answer
no-experiment 1 12:1 a question needs an experiment on this page or before it
solved-by-nothing 3 19:16 an empty text cannot be typed
solved-at-the-start 1 14:7 this goal holds before the first step
solved-at-the-end 1 18:1 'at' is at or beyond the page's last step: nothing is left to predict
options-none-true 1 17:1 no option is true
options-two-true 1 17:1 more than one option is true
id-twice 3 25:5 the id 'total' is taken; ids are unique
students-without-a-key 1 17:1 the answer has no finite value, as drawn for a student: n=37
students-with-a-right-mistake 1 21:9 this listed mistake is the right answer, as drawn for a student: n=2
students-without-an-option 1 17:1 no option is true, as drawn for a student: n=25
students-without-a-name 3 21:9 '$m.' is no drawn number; `draw` names those there are
driven-by-the-student 1 26:9 this depends on what the student does here; ask about knobs, drawn numbers or step 0, or on a page without `drive`
page-too-long 1 7:1 this page takes 21 lines of 33 columns; 18 fit
page-too-wide 1 7:1 this page has a line wider than 33 columns
END

gives "sound" "./sound.md: 2 pages, 6 questions, all well" "$GRADUS" check --strict ./sound.md
while read -r lesson wanted place message; do
    "$GRADUS" check --strict "./$lesson.md" >"$scratch/out" 2>"$scratch/err"
    status=$?
    printf '%s\n' "./$lesson.md:$place: $message" >"$scratch/expected"
    point "$lesson" "$([ $status -eq "$wanted" ] || echo "status $status, not $wanted"
        diff "$scratch/expected" "$scratch/err"
        cat "$scratch/out")"
done <"$scratch/table"
point "each lesson is in the table" \
    "$(for lesson in *.md; do
        grep -q "^${lesson%.md} " "$scratch/table" || [ "$lesson" = sound.md ] || echo "$lesson"
    done)"
"$GRADUS" check ./page-too-long.md ./page-too-wide.md >"$scratch/out" 2>&1
status=$?
point "a page that does not fit is a warning without --strict" \
    "$([ $status -eq 0 ] || echo "status $status"
        [ "$(grep -c ' (warning)$' "$scratch/out")" -eq 2 ] || cat "$scratch/out")"
finish
