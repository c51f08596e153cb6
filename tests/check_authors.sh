#!/bin/sh
# What authors are given: `gradus new`, `gradus render`, `gradus frame --item`. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

### new

gives "a lesson to begin with" "910-the-rate.md: now gradus check 910-the-rate.md" \
    "$GRADUS" new lesson 910-the-rate
gives "it is found well" "910-the-rate.md: 3 pages, 2 questions, all well" \
    "$GRADUS" check --strict 910-the-rate.md
gives "its title" 'title: "The rate"' sed -n 4p 910-the-rate.md
point "it can be played" "$(printf 'answer 1\nnext\nnext\nanswer 1\nshow\nquit\n' |
    "$GRADUS" --plain ./910-the-rate.md | grep -c '92, shown' | sed '/^1$/d')"
cp 910-the-rate.md before
fails "one that is there is left alone" 2 "910-the-rate.md is there already" \
    "$GRADUS" new lesson 910-the-rate
fails "with its suffix too" 2 "910-the-rate.md is there already" \
    "$GRADUS" new lesson 910-the-rate.md
gives "and stays as it was" "" diff before 910-the-rate.md
mkdir lessons
gives "in a folder" "lessons/x.md: now gradus check lessons/x.md" "$GRADUS" new lesson lessons/x.md
gives "and well there" "lessons/x.md: 3 pages, 2 questions, all well" \
    "$GRADUS" check --strict lessons/x.md
hard='920-a"b: #c\d'
"$GRADUS" new lesson "$hard" >out
gives "a hard name is a title" "./$hard.md: 3 pages, 2 questions, all well" \
    "$GRADUS" check --strict "./$hard.md"
gives "a folder that is not there is made" "a/b/x.md: now gradus check a/b/x.md" \
    "$GRADUS" new lesson a/b/x
: >plain
fails "but not where a file is" 4 "plain" "$GRADUS" new lesson plain/x
fails "no name" 2 "a lesson has a name" "$GRADUS" new lesson ""
fails "something else" 2 "'course' cannot be made; there is: lesson" "$GRADUS" new course x
fails "nothing" 2 "say what and its name" "$GRADUS" new lesson

### render

cat >r.md <<'END'
---
title: R
objective: Why?
---

## First

Some *soft*, some **hard**, some `code_x`, 2 * 3 < 7.

- one
- two

| a | b |
|---|---|
| 1 | 2 |

    x = 1

```experiment
experiment: parameters
set: {layers: 5-8-4-3}
```

```predict
id: guess
question: How many in all?
of: last.total
```

```predict
id: late
question: And now?
options: [few, many]
of: 1 + (last.total > 50)
at: 2
```

## Second

```ask
id: which
question: Which is `total` * 1?
kind: choice
options:
  - {text: small, when: last.total < 50}
  - {text: "`large`", when: last.total > 50}
hints: [Look at the `sum`.]
wrong: {1: "That is `one` layer."}
explain: It is `99`.
```
END
cat >markdown <<'END'
# R

Why?

## First

Some *soft*, some **hard**, some `code_x`, 2 \* 3 \< 7.

- one
- two

| a | b |
|---|---|
| 1 | 2 |

    x = 1

**Prediction.** How many in all?

**Prediction.** And now?

1. few
2. many

*Experiment: parameters, layers 5-8-4-3.*

## Second

**Question.** Which is `total` \* 1?

1. small
2. `large`
END
gives "Markdown without answers" "$(cat markdown)" "$GRADUS" render ./r.md
"$GRADUS" render --answers ./r.md >answers
point "with answers nothing is left out" "$(diff markdown answers | grep '^<')"
diff markdown answers | sed -n 's/^> \(> .*[^ ]\) *$/\1/p' >told
gives "answers" "> what comes true: 99
> what comes true: many
> answer: \`large\`
> hint 1: Look at the \`sum\`.
> if 1: That is \`one\` layer.
> why: It is \`99\`." cat told
"$GRADUS" render --text ./r.md >text
gives "plain text has its own words" "Some soft, some hard, some code_x, 2 * 3 < 7." sed -n 7p text
point "and no marks" "$(grep -n '[*`\\]\|^#' text | grep -v '2 \* 3\|total \* 1')"
printf 'next\nhint\nanswer 1\n\nanswer 2\n\nquit\n' | "$GRADUS" --plain ./r.md >dialogue
cat >plain <<'END'
Question 1 of 1 on this page: Which is total * 1?
answer 1: small
answer 2: large
hint 1 of 1: Look at the sum.
not small, attempt 1. That is one layer.
large, right with help. It is 99.
END
gives "in the plain dialogue too" "$(cat plain)" \
    grep '^Question\|^answer [12]:\|^hint\|^not\|^large' dialogue

# Numbers of one's own and blanks: what a student of no name would see.
cat >d.md <<'END'
---
title: D
---

## P

```experiment
experiment: parameters
set: {layers: 5-8-4-3}
```

```fill
id: f
question: Of $a inputs?
draw: {a: 7..7}
text: "$a*8 + {{b}} = {{sum}}"
blanks: {b: 8, sum: 8*$a + 8}
wrong: {8*$a: Not $a biases.}
```
END
cat >blanks <<'END'
Question. Of 7 inputs?

    7*8 + 8 = [64]

Each student has numbers of their own: a 7..7.

    answer: 64
    if 8*7: Not 7 biases.
END
gives "a line with blanks" "$(cat blanks)" \
    sh -c '"$GRADUS" render --text --answers ./d.md | sed -n "/^Question/,/ if /p"'
gives "... and what is open for students" "    7*8 + 8 = [__]" \
    sh -c '"$GRADUS" render --text ./d.md | grep "7.8"'
for lesson in "$GRADUS_TEST_SRC"/lessons/*.md; do
    name=$(basename "$lesson" .md)
    point "$name is rendered" "$("$GRADUS" render "$lesson" 2>&1 >page ||
        echo "status $?"; grep -n '^```' page; grep -n '^> ' page)"
    point "$name has an answer to each question" "$("$GRADUS" render --answers "$lesson" >page
        asked=$(grep -c '^\*\*\(Question\|Prediction\)\.\*\*' page)
        told=$(grep -c '^> \(answer\|what comes true\): ' page)
        [ "$asked" -eq "$told" ] || echo "$asked asked, $told answers")"
done
fails "an unknown lesson" 4 "xyzzy" "$GRADUS" render xyzzy
fails "no lesson" 2 "name one lesson" "$GRADUS" render

### frame --item

gives "the page of a question" 1 sh -c '"$GRADUS" frame ./r.md --item which | grep -c "page 2 of 2"'
gives "where it is asked" 1 sh -c '"$GRADUS" frame ./r.md --item which | grep -c ">.*1  small"'
gives "at the step where it waits" 1 sh -c '"$GRADUS" frame ./r.md --item late | grep -c "step 2 of 3"'
gives "an open first question" 1 \
    sh -c '"$GRADUS" frame ./r.md --item guess | grep -c "waiting for your prediction"'
fails "an unknown question" 2 "there is no such question in r" "$GRADUS" frame ./r.md --item x
for lesson in "$GRADUS_TEST_SRC"/lessons/*.md; do
    point "each question of $(basename "$lesson" .md) is found" "$(
        sed -n '/^```\(ask\|predict\|fill\)/,/^```$/s/^id: *//p' "$lesson" | while read -r id; do
            "$GRADUS" frame "$lesson" --item "$id" 2>&1 >page || echo "$id"
        done)"
done
finish
