#!/bin/sh
# `gradus status`: what a student's record says of each lesson. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir lessons state
GRADUS_PATH=$folder XDG_STATE_HOME=$folder/state GRADUS_STUDENT=ann
export GRADUS_PATH XDG_STATE_HOME GRADUS_STUDENT

cat >lessons/910-sums.md <<'END'
---
title: Sums
---

## One

```experiment
experiment: parameters
```

```predict
id: guess
question: How many?
of: last.total
```

```ask
id: first
question: What is two and two?
kind: number
answer: 2 + 2
hints: [It is even.]
```

```ask
id: second
question: And three and three?
kind: number
answer: 3 + 3
```
END
printf -- '---\ntitle: Other\n---\n\n## A\n\nWords.\n' >lessons/920-other.md

play() { # LINE...: a sitting with 910
    printf '%s\n' "$@" quit | "$GRADUS" --plain 910 >played 2>&1
}
line_of() { # NUMBER: its line, without the time
    "$GRADUS" status | grep "^$1 " | sed 's/  *20[0-9-]* [0-9:]*/ TIME/; s/  */ /g; s/ $//'
}

gives "before anything is done lessons have titles alone" "910 Sums" line_of 910
play
gives "a lesson that was opened is seen" \
    "910 Sums seen 0 of 1 0 of 2 TIME guess, first, second" line_of 910
play "answer 99"
gives "a prediction is tried" "910 Sums tried 1 of 1 0 of 2 TIME first, second" line_of 910
play "answer 5"
gives "a wrong answer leaves the question open" \
    "910 Sums tried 1 of 1 0 of 2 TIME first, second" line_of 910
play "answer 4"
gives "a right one closes it" "910 Sums tried 1 of 1 1 of 2 TIME second" line_of 910
play "answer 6"
gives "the word is the lowest of the questions" \
    "910 Sums right with help 1 of 1 2 of 2 TIME" line_of 910
gives "the other lesson is untouched" "920 Other" line_of 920
point "the lines begin in the same columns" "$("$GRADUS" status | cut -c1-5 |
    grep -v '^     $\|^[0-9][0-9]0  $')"

"$GRADUS" status >mine
GRADUS_STUDENT=bob
gives "another student has a record of his own" "910 Sums" line_of 910
gives "a record is asked for by name" "$(cat mine)" "$GRADUS" status --student ann
fails "a student without a record" 4 "there is no record $folder/state/gradus/eve.csv" \
    "$GRADUS" status --student eve
fails "a student without a name" 2 "a student has a name" "$GRADUS" status --student ""
fails "a name is no path" 4 "state/gradus/_._eve.csv" "$GRADUS" status --student ../eve
fails "two classes" 2 "'y' is too much" "$GRADUS" status x y
printf 'no record\n' >state/gradus/eve.csv
gives "what is no record has no rows" "910  Sums" \
    sh -c '"$GRADUS" status --student eve | grep ^910'
finish
