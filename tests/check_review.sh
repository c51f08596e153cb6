#!/bin/sh
# shellcheck disable=SC2016 # backquotes are meant as they are
# `gradus review`: the list, what is said when nothing is due, and a sitting in lines. What is due
# was answered in 1971; what is answered here is not due again whatever the clock says. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir -p lessons state/gradus
GRADUS_PATH=$folder XDG_STATE_HOME=$folder/state GRADUS_STUDENT=ann
export GRADUS_PATH XDG_STATE_HOME GRADUS_STUDENT

cat >lessons/910-sums.md <<'END'
---
title: Sums
---

## One

Words of one.

```experiment
experiment: parameters
```

```ask
id: first
question: What is two and two?
kind: number
answer: 2 + 2
hints: [It is even.]
explain: Two pairs.
```

## Two

```ask
id: second
question: And three and three?
kind: number
answer: 3 + 3
```
END
cat >lessons/920-lines.md <<'END'
---
title: Lines
---

## A

```experiment
experiment: parameters
```

```fill
id: line
question: Fill it in.
text: "{{a}} and {{b}} make {{c}}"
blanks: {a: 1, b: 2, c: 3}
```
END

record=state/gradus/ann.csv
answered() { # LESSON ITEM [DAY]: it was, on a day of January 1971
    [ -s $record ] || "$GRADUS" --plain 910 </dev/null >/dev/null
    sed -i '2,$d' $record
    cp $record header
    [ -s rows ] || : >rows
    printf '1,%s,%s,ann,s,1,1971-01-%02dT10:20:30Z,answer,4,,1,1,1,1,,,\n' "$1" "$2" "${3-1}" >>rows
    cat header rows >$record
}
sit() { # LINE...: a sitting
    printf '%s\n' "$@" | "$GRADUS" review --plain 2>&1
}
has() { # NAME TEXT PART...: each part is in the text
    name=$1 text=$2
    shift 2
    problem=
    for part; do
        case $text in *"$part"*) ;; *) problem="$problem
no '$part' in: $text" ;; esac
    done
    point "$name" "$(printf '%s' "$problem" | sed '/^$/d')"
}

none="Nothing is due for review; a question comes back the day after it was answered in its lesson."
gives "without a record nothing is due" "$none" "$GRADUS" review
gives "... nor is there a list" "$none" "$GRADUS" review --list
gives "... nor lines" "$none" "$GRADUS" review --plain
gives "where none is kept neither" "$none" env GRADUS_STUDENT=- "$GRADUS" review
fails "no words" 2 "'x' is too much" "$GRADUS" review x
fails "an option that is none" 2 "unrecognized option" "$GRADUS" review --all

answered 910-sums first
answered 910-sums second 2
answered 920-lines line 3
answered 920-lines gone
answered 999-gone first
gives "the list" \
    "     lesson  question  due since         last review
910  Sums    first     1971-01-02 06:20
910  Sums    second    1971-01-03 06:20
920  Lines   line      1971-01-04 06:20" "$GRADUS" review --list
gives "the status says so" "3 items due: gradus review" sh -c '"$GRADUS" status | tail -n 1'
has "... and of each lesson" "$("$GRADUS" status | grep '^9')" "2 due" "1 due"
has "the catalogue in lines says so" "$(printf 'quit\n' | "$GRADUS" --plain)" \
    "3 items due; type review to be asked." "You can: open, help, quit, review."

out=$(sit hint "answer 4" 2 next "answer 3" "answer 2; 3" "" next "answer 7" lessons quit)
has "a sitting: different lessons come first" "$out" \
    "Review, question 1 of 3, of lesson 910: Sums" "Words of one." \
    "Question: What is two and two?" "Type answer and a number, as in: answer 12; or skip." \
    "hint 1 of 1: It is even." "4, right with help; asked again in 1 day. Two pairs." \
    "Review, question 2 of 3, of lesson 920: Lines" "1 and [__] make [__]" \
    "Error: 2 blanks are open" "2; 3, right alone; asked again in 3 days." \
    "Review, question 3 of 3, of lesson 910: Sums" "not 7, attempt 1." \
    "Left the review: 1 question open." "1 right alone at review."
point "... is all told to the record" \
    "$(grep -c ',review,' $record | grep -v '^8$')$(grep ',open,' $record)"
gives "then nothing is due" "Nothing is due for review; the next question is in 20 hours." \
    "$GRADUS" review
has "the status has what came of it" "$("$GRADUS" status | grep '^920')" "still right" \
    "1 of 1 right alone"

cat header rows >$record
out=$(sit lesson lessons "answer 4" "" skip next skip next previous previous next next quit)
has "the lesson beside it, and back" "$out" "Lesson 910, page 1 of 2" \
    "Left lesson 910 on page 1 of 2" \
    "4, right with help" "Error: no question is open on this page"
out=$(sit skip previous next skip next skip next lessons review quit)
has "skipping" "$out" "Skipped; it stays due." \
    "This is the first question; lessons goes to the catalogue." \
    "the review is done, 0 of 2 right alone; lessons" \
    "This is the last question" "Left the review: the review is done, 0 of 2 right alone." \
    "2 items due; type review to be asked." "Review, question 1 of 2"
cat header rows >$record
out=$(printf 'review\nlessons\nlesson\n910\nlesson\nquit\n' | "$GRADUS" --plain 2>&1)
has "what is not possible" "$out" "Error: open a lesson first" \
    "Error: this is a lesson already"
out=$(printf 'review\nnote x\nopen 920\nquit\n' | "$GRADUS" --plain 2>&1)
has "another lesson ends it" "$out" "Left the review: 3 questions open." "Lesson 920, page 1 of 1"
point "without a terminal it goes on in lines" "$(sit quit >a; printf 'quit\n' |
    "$GRADUS" review 2>err | diff a - | grep -v '^[<>] *[0-9]*$' | grep '^[<>]')"
finish
