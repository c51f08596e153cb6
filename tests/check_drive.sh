#!/bin/sh
# A drive is kept: left in the middle and taken up again, handed in with all that was done, made again
# by the grader, who finds what is not true. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir -p place/lessons class/submitted/anna/910-drive
GRADUS_PATH=$folder/place:$GRADUS_PATH
XDG_STATE_HOME=$folder/state
GRADUS_STUDENT=anna
export GRADUS_PATH XDG_STATE_HOME GRADUS_STUDENT
unset COLUMNS

cat >place/lessons/910-drive.md <<'END'
---
title: Take the wheel
objective: What becomes of a drive?
minutes: 5
---

## You drive

Take over.

```experiment
experiment: gate
set: {map: field, slip: 0.15, demos: 1, runs: 3}
drive: {budget: 20}
```

## And then

Words, and another experiment.

```experiment
experiment: parameters
```
END

plain() { "$GRADUS" --plain 910 2>&1; }
# here: where the last run stands, as the last lines that were said tell.
here() { sed -n '/^Step [0-9]*,/,/^Figure/p' "$1" | grep -v '^Figure' | tr '\n' ' ' |
    sed 's/.*Step/Step/'; }

### in one sitting, and in three

printf '%s\n' 'step 3' 'do take down down' 'do undo' 'do right' 'do back' 'step 4' \
    'do take down' 'do discard' 'do right down' 'do back' 'step 2' | plain >once
GRADUS_STUDENT=bert
printf '%s\n' 'step 3' 'do take down' | plain >first
printf '%s\n' 'do down' 'do undo' 'do right' 'do back' 'step 4' 'do take' | plain >second
printf '%s\n' 'do down' 'do discard' 'do right down' 'do back' 'step 2' | plain >third
point "there is something to compare" "$(here once | grep -q 'takeovers 2' || here once)"
point "taken up in the middle of a drive it comes to the same" \
    "$([ "$(here once)" = "$(here third)" ] || { here once; here third; })"
point "who was at the wheel still is" "$(sed -n '/Figure: map/p' second | sed 1q |
    grep -q 'you drive' || grep 'Figure: map' second)"

### handed in

GRADUS_STUDENT=anna
hand_in=class/submitted/anna/910-drive/910-drive-anna.csv
"$GRADUS" homework 910 -o "$hand_in" 2>err
point "it is handed in" "$(cat err)"
for act in take down undo right back discard; do
    point "with each $act" "$([ "$(grep -o "act: $act}" "$hand_in" | grep -c .)" -ge 1 ] ||
        cat "$hand_in")"
done
point "and where it stood at last" "$(grep -q 'takeovers=2' "$hand_in" || cat "$hand_in")"

# What was done last before a page is turned is in it as well.
printf '%s\n' 'do take down down' 'next' | plain >turned
"$GRADUS" homework 910 -o turned.csv 2>err
point "what was done last before the page was turned" \
    "$(grep -q 'page 1.*takeovers=3 ' turned.csv || cat turned.csv)"
point "as often as it was done" "$([ "$(grep 'page 1' turned.csv | grep -o 'act: down}' |
    grep -c .)" -eq 6 ] || cat turned.csv)"

### graded

status_of() { sed -n "s/^$1,[^,]*,page 1,[^,]*,[^,]*,[^,]*,[^,]*,\([a-z_]*\),.*/\1/p" \
    out/items.csv; }
forge() { # STUDENT SED-SCRIPT: anna's hand-in under another name, changed
    mkdir -p "class/submitted/$1/910-drive"
    sed "s/anna/$1/; $2" "$hand_in" >"class/submitted/$1/910-drive/910-drive-$1.csv"
}
forge carl 's/takeovers=2/takeovers=1/'
forge dora 's/act: undo}/act: discard}/'
forge emil 's/act: undo}/act: fly}/'
"$GRADUS" grade class -o out 2>err || echo failed >>err
point "the class is graded" "$(grep failed err)"
point "made again the drive gives the same numbers" \
    "$([ "$(status_of anna)" = match ] || cat out/items.csv)"
point "a row that is not true is found" \
    "$([ "$(status_of carl)" = mismatch ] || cat out/items.csv)"
point "so is a drive that was another" \
    "$([ "$(status_of dora)" = mismatch ] || cat out/items.csv)"
point "and one that cannot be" "$([ "$(status_of emil)" = error ] || cat out/items.csv)"

### the lesson about it

# Somebody who has driven on every page that can be driven, to the end of each run.
GRADUS_STUDENT=fred
{
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
        printf '%s\n' skip 'step 2' 'do take left back' play next
    done
    printf '%s\n' 'step 2' play
} | "$GRADUS" --plain 270 >driven 2>&1
mkdir -p other/submitted/fred/270-human-gated
"$GRADUS" homework 270 -o other/submitted/fred/270-human-gated/x.csv 2>err
point "all of it is handed in" "$([ "$(grep -c ',run,page ' other/submitted/fred/*/x.csv)" -ge 13 ] ||
    cat err driven)"
"$GRADUS" grade other -o other-out 2>err || echo failed >>err
point "and it is not too much to be made again" "$(sed -n '/,page [0-9]*,/p' other-out/items.csv |
    grep -v ',match,')"
finish
