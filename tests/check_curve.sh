#!/bin/sh
# A curve that is predicted, without a screen: asked for and typed in the plain dialogue, kept in the
# record, taken up again, in the lab book, the hand-in, the class report, and `render`. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset COLUMNS
mkdir lessons state
GRADUS_PATH=$folder XDG_STATE_HOME=$folder/state GRADUS_STUDENT=ann
export GRADUS_PATH XDG_STATE_HOME GRADUS_STUDENT

cat >lessons/910-falls.md <<'END'
---
title: Falls
---

## One

```experiment
experiment: descent
set: {surface: valley, optimizer: momentum, lr: 0.004, tolerance: 0}
ghost: {optimizer: gd}
plots: [f]
steps: 60
```

```predict
id: drawn
question: How will f fall?
kind: curve
of: f
```
END
gives "the lesson holds what it says" "./lessons/910-falls.md: 1 pages, 1 questions, all well" \
    "$GRADUS" check --strict ./lessons/910-falls.md

# told PART...: each stands in the dialogue `said`, with lines put together.
told() {
    tr '\n' ' ' <said >line
    for part; do
        grep -qF -- "$part" line || echo "no '$part' in: $(tail -n 12 said)"
    done
}

printf '%s\n' step "answer 7" "answer 0:112.75" "answer 0:112.75; 61:3" \
    "answer 0:112.75; 0:1" "answer 30:1 + 2.2; 0:112.75" 3 play quit | "$GRADUS" --plain 910 >said 2>err
point "status" "$([ $? -eq 0 ] || echo $?)$(cat err)"
point "no control characters" "$(clean said || cat said)"
point "what is given is described" "$(told "f (ghost, marked g): 61 points, from 112.7 at step 0 to \
25.04 at step 60")"
point "the points are asked for, with their limits" "$(told "How will f fall? A curve has 2 to 12 \
points: steps 0 to 60, f from 1e-3 to 1e4, on a log scale. Type answer and the points of the curve \
with ; between them, each as step:value; or skip.")"
point "nothing goes on before" "$(told "Error: predict first")"
point "what is no curve is refused" "$(told "Error: '7' is no point; write step:value" \
    "Error: a curve has 2 to 12 points; there is one" \
    "Error: a point is outside; allowed are steps 0 to 60, f from 1e-3 to 1e4" \
    "Error: step 0 has two points")"
point "it is not marked" "$(told "You drew a curve of 2 points. It is not marked.")"
point "the gap is a sentence" "$(told "How will f fall? You drew a curve of 2 points; it is off by \
0.21 decades, a factor of 1.6 (root mean square, steps 0 to 30).")"

### what is kept

gives "in the record in the order of the steps" "0:112.75; 30:3.2" \
    sh -c "sed -n 's/.*,predict,\"*\([0-9][^,\"]*\).*/\1/p' state/gradus/ann.csv"
printf 'quit\n' | "$GRADUS" --plain 910 >said
point "taken up again" "$(told "You drew a curve of 2 points; it is off by 0.21 decades")"
"$GRADUS" notes 910 >said
point "in the lab book" "$(told "- predicted 0:112.75; 30:3.2 - You drew a curve of 2 points; it is \
off by 0.21 decades")"

### handed in

hand_in() { # student answer
    mkdir -p "class/submitted/$1/910-falls"
    printf '%s\n' "$2" 2 play quit | GRADUS_STUDENT=$1 "$GRADUS" --plain 910 >/dev/null 2>&1
    GRADUS_STUDENT=$1 "$GRADUS" homework 910 -o "class/submitted/$1/910-falls/x.csv" >/dev/null 2>&1
}
hand_in ann "step"
hand_in bob "answer 0:112.75; 60:112.75"
hand_in cyd skip
hand_in dan "answer 0:112.75; 60:1"
sed -i 's/0:112.75; 60:1/0:112.75; 60:1; 99:1/g' class/submitted/dan/910-falls/x.csv
gives "the answer goes with the hand-in" 1 \
    grep -c ',predict,drawn,0:112.75; 30:3.2,0:112.75; 30:3.2,' class/submitted/ann/910-falls/x.csv
"$GRADUS" grade class -o graded >/dev/null 2>err
point "graded" "$([ $? -eq 0 ] || cat err)"
status_of() { sed -n "s/^$1,910-falls,drawn,\(.*\)/\1/p" graded/items.csv; }
point "a curve is predicted, however far off" "$(status_of ann | grep -q predicted &&
    status_of bob | grep -q predicted || cat graded/items.csv)"
point "one that was skipped" "$(status_of cyd | grep -q skipped || cat graded/items.csv)"
point "one that the page has no room for is none" \
    "$(status_of dan | grep -q 'cannot be read as a prediction' || cat graded/items.csv)"
# (0.2058 + 1.7173) / 2: the gaps of ann and bob, computed apart
point "the class report has the mean of the gaps" \
    "$(grep -q '^| drawn | 3 | .* 0.9616 |' graded/report.md || cat graded/report.md)"

### rendered

"$GRADUS" render --answers 910 >said
point "render tells what comes true" "$(told "what comes true: f 112.7 at step 0, 38.46 at 12, \
9.132 at 24, 2.594 at 36, 0.7253 at 48, 0.1058 at 60")"
point "and nothing else" "$([ "$(grep -c 'comes true' said)" -eq 1 ] || cat said)"
"$GRADUS" render 910 >said
point "and without answers does not" "$(grep -n 'comes true\|38.46' said)"
point "but what stands beside it" "$(told "ghost: optimizer gd")"
finish
