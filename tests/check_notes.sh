#!/bin/sh
# `gradus notes`: the lab book that a record makes. Prints TAP.
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
objective: What sums are.
---

## One

```experiment
experiment: parameters
set: {layers: 5-8-4-3}
free: [layers]
plots: [count]
```

```predict
id: guess
question: How many?
of: last.total
```

```ask
id: first
question: What is two less five?
kind: number
answer: 2 - 5
hints: [It is below zero.]
explain: Two less two is nothing, and three more are owed.
```

## Two

Words alone.

## Three

Never opened.
END
printf '%s\n' "answer 99" "play" "answer 3" hint "answer -3" "set layers=2-3" "step 1" next quit |
    "$GRADUS" --plain 910 >played 2>&1

cat >expected <<'END'
<!-- gradus: lab book of 910-sums -->
# 910 Sums

What sums are.

## One

**Prediction.** How many?

- predicted 99
- You said 99, and so it is.

**Question.** What is two less five?

- answered 3: wrong
- hint 1: It is below zero.
- answered -3: right
- -3, right with help

Two less two is nothing, and three more are owed.
END
"$GRADUS" notes 910 >book
point "questions as they went" "$(head -n 20 book | diff expected - 2>&1)"
point "no page that was not opened" "$(grep -n Three book)"
gives "a page that was only read has its title alone" "## Two" tail -n 1 book
gives "a figure in words" 1 grep -c '^Figure: table\. ' book
gives "the numbers of the last step" 1 grep -c '^Run: step 1, ' book
gives "and of the run before" 1 grep -c '^The run before: step 3, ' book
sed -n 's/^    {/{/p' book >capsules
gives "two capsules" 2 grep -c . capsules
point "the runs can be made again" "$(while read -r capsule; do
    "$GRADUS" replay "$capsule" 2>&1 | grep -v 'capsule: all the same'
done <capsules)"
gives "the knob that was set" 1 grep -c 'layers: 2-3' book


# Numbers of one's own and blanks stand there as the student saw them.
cat >lessons/930-own.md <<'END'
---
title: Own
---

## One

```experiment
experiment: parameters
set: {layers: 5-8-4-3}
```

```fill
id: line
question: Of $a inputs?
draw: {a: 7..7}
text: "$a*8 + {{b}} = {{sum}}"
blanks: {b: 8, sum: 8*$a + 8}
hints: [Add to 8*$a.]
explain: One bias each, not $a.
```
END
printf '%s\n' hint "answer 64" quit | "$GRADUS" --plain 930 >played 2>&1
cat >expected <<'END'
**Question.** Of 7 inputs?

    7*8 + 8 = [64]

- hint 1: Add to 8*7.
- answered 64: right
- 64, right with help

One bias each, not 7.
END
gives "a line with blanks" "$(cat expected)" \
    sh -c '"$GRADUS" notes 930 | sed -n "/^..Question/,/^One bias/p"'
printf 'quit\n' | "$GRADUS" --plain 910 >played 2>&1

gives "without a lesson the last one" "$(cat book)" "$GRADUS" notes
gives "another student's" "$(cat book)" env GRADUS_STUDENT=bob "$GRADUS" notes --student ann
gives "to a file" "" "$GRADUS" notes -o book.md
gives "the same bytes" "" diff book book.md
gives "an older one is replaced" "" "$GRADUS" notes -o book.md
echo mine >other.md
fails "another file is not" 2 "other.md is there and no lab book of this lesson" \
    "$GRADUS" notes -o other.md
gives "and stays as it was" mine cat other.md
printf -- '---\ntitle: T\n---\n\n## A\n\nWords.\n' >lessons/920-other.md
gives "of a lesson that was not opened there is a title" \
    "$(printf '<!-- gradus: lab book of 920-other -->\n# 920 T')" "$GRADUS" notes 920
fails "nor is that of another lesson" 2 "book.md is there" "$GRADUS" notes 920 -o book.md
fails "an empty record" 2 "nothing has been done yet" env GRADUS_STUDENT=bob "$GRADUS" notes
fails "an unknown lesson" 4 "xyzzy" "$GRADUS" notes xyzzy
fails "two lessons" 2 "'920' is too much" "$GRADUS" notes 910 920
fails "a folder that is not there" 4 "nowhere/x.md" "$GRADUS" notes -o nowhere/x.md
finish
