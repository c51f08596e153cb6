#!/bin/sh
# make_class.sh DIR - a class of 40 hand-ins, good ones and every kind of bad one, with a lesson of
# their own in DIR/place/lessons. Run by check_grade.sh, which has to have DIR/place in GRADUS_PATH;
# GRADUS is the program. Each line of DIR/expected says `student item status`: what grading has to
# find; the item - is the whole file.
set -eu
class=$1
lesson=900-counting
mkdir -p "$class/submitted" "$class/outside" "$class/place/lessons"
: >"$class/expected"

cat >"$class/place/lessons/$lesson.md" <<'END'
---
title: Counting
objective: A lesson to be handed in.
minutes: 5
---

# Counting

## A guess

```experiment
experiment: parameters
set: {layers: 5-8-4-3, bias: yes}
plots: [network]
```

```predict
id: total
question: How many parameters in all?
kind: number
of: last.total
points: 0.5
```

## A layer

```experiment
experiment: parameters
set: {layers: 10-20-5, bias: yes}
plots: [count]
steps: 1
```

```ask
id: second
question: How many numbers does layer 2 learn?
kind: number
answer: at(1, outputs) * 5 + 5
points: 2
hints:
  - A weight for each pair, then one bias for each output.
wrong:
  at(1, outputs) * 5: Those are its weights; each output adds a bias.
```

## A choice

```ask
id: more
question: Which layer has more?
kind: choice
options:
  - text: the first
    when: at(1, parameters) > at(1, outputs) * 5 + 5
  - text: the second
    when: at(1, parameters) <= at(1, outputs) * 5 + 5
hints:
  - Count both.
```

## A number of one's own

```ask
id: product
question: What is 7 times $a?
kind: number
answer: 7 * $a
draw: {a: 1..1000000}
wrong:
  7 + $a: That is the sum of 7 and $a.
```

## Down

```experiment
experiment: descent
set: {lr: 0.01}
plots: [surface]
steps: 20
```

## In your words

```ask
id: why
question: Why count?
kind: text
```

```ask
id: order
question: In order?
kind: order
items:
  - {text: the second, by: 2}
  - {text: the first, by: 1}
```
END

expect() { # STUDENT ITEM STATUS
    echo "$1 $2 $3" >>"$class/expected"
}

folder() { # STUDENT [LESSON]: made, and named
    mkdir -p "$class/submitted/$1/${2-$lesson}"
    echo "$class/submitted/$1/${2-$lesson}"
}

# work STUDENT WHAT: do it in the plain dialogue, and hand in.
work() {
    where=$(folder "$1")
    printf '%b' "$2" | XDG_STATE_HOME=$class/state GRADUS_STUDENT=$1 "$GRADUS" --plain $lesson \
        >/dev/null
    XDG_STATE_HOME=$class/state GRADUS_STUDENT=$1 "$GRADUS" homework $lesson -o "$where/$1.csv"
    # The time is when the class was made; these have the same always.
    sed 's/20[0-9][0-9]-[0-9-]*T[0-9:]*Z$/2026-01-02T03:04:05Z/' "$where/$1.csv" >"$where/x.csv"
    rm "$where/$1.csv"
}

# seven STUDENT: 7 times the number that was drawn for them
seven() {
    asked=$(printf 'page 4\nquit\n' | GRADUS_STUDENT=$1 XDG_STATE_HOME=$class/none "$GRADUS" \
        --plain $lesson | sed -n 's/.*What is 7 times \([0-9]*\)?.*/\1/p' | head -1)
    echo $((7 * asked))
}

# like STUDENT [SED...]: the good hand-in under another name, changed.
like() {
    student=$1
    shift
    where=$(folder "$student")
    sed -e "s/,solid,/,$student,/" "$@" <"$good" >"$where/x.csv"
}

# capsule STUDENT TEXT STATUS: the good hand-in with one run more, which is this.
capsule() {
    like "$1"
    sed -n '2p' "$where/x.csv" | cut -d, -f1-5 | tr -d '\n' >>"$where/x.csv"
    printf ',run,export 1,,,,,,,,,,"%s",2026-01-02T03:04:05Z\n' "$2" >>"$where/x.csv"
    if [ "$#" -gt 2 ]; then
        expect "$1" "export 1" "$3"
    fi
    expect "$1" second right_alone
}

### as students work

work solid "answer 90\ngo 3\npage 2\nanswer 105\npage 3\nanswer 1\npage 4\nanswer $(seven solid)\n\
page 5\ngo 20\npage 6\nanswer To know the size\nanswer 21\nquit\n"
good=$class/submitted/solid/$lesson/x.csv
for item in 'total predicted' 'second right_alone' 'more right_alone' 'product right_alone' 'why needs_manual' 'order right_alone' 'page 1 match' \
    'page 5 match'; do
    expect solid "${item% *}" "${item##* }"
done
work helped 'skip\npage 2\nhint\nanswer 100\nanswer 105\npage 3\nanswer 2\nanswer 1\nquit\n'
expect helped total skipped
expect helped second right_helped
expect helped more right_helped
work wrong 'answer 99\npage 2\nanswer 100\npage 3\nanswer 2\npage 4\nanswer 1\nquit\n'
expect wrong second wrong
expect wrong more wrong
expect wrong product wrong
work shown 'page 2\nanswer 7\nshow\nquit\n'
expect shown second shown
expect shown more missing
expect shown total missing
for student in ada bob cyd dan eve fay; do
    like $student
    expect $student second right_alone
    expect $student product mismatch # what was drawn for another
done

like several
cp "$class/submitted/wrong/$lesson/x.csv" "$where/a.csv"
expect several second right_alone

like late -e '3s/03:04:05Z$/03:04:06Z/'
expect late second right_alone

### claims that do not hold

like tampered -e '/,run,page 1,/s/total=99/total=98/'
expect tampered 'page 1' mismatch
like digest -e '/,run,page 5,/s/digest: [0-9a-f]*/digest: 0123456789abcdef/'
expect digest 'page 5' mismatch
like steps -e '/,run,page 5,/s/steps: 20/steps: 19/'
expect steps 'page 5' mismatch
like elsewhere -e 's/,run,page 5,/,run,page 2,/'
expect elsewhere 'page 2' mismatch
like boast -e '/,ask,second,/s/105,105/104,104/'
expect boast second mismatch
like twofold -e '/,ask,second,/s/105,105/104,105/'
expect twofold second mismatch
like drawn -e '/,ask,second,/s/,,,2026/,a=3,,2026/'
expect drawn second mismatch
cp "$good" "$(folder thief)/x.csv"
expect thief - mismatch
like lost -e "s/,$lesson,/,030-parameters,/"
expect lost - mismatch

### files that are none

: >"$(folder empty)/x.csv"
where=$(folder truncated)
size=$(wc -c <"$good")
head -c $((size - 40)) "$good" | sed 's/,solid,/,truncated,/' | tr -d '\377' >"$where/x.csv"
printf %s "$(cat "$where/x.csv")" >"$where/y.csv"
rm "$where/x.csv"
where=$(folder binary)
head -c 4096 "$GRADUS" >"$where/x.csv"
where=$(folder nul)
like nul
printf '1,1.0.0,nul,\000\000\n' >>"$where/x.csv"
like escape -e '3s/,predict,/,\x1b[31m,/;3s/ask/a\x1b[2Jk/'
dd if=/dev/null of="$(folder sparse)/x.csv" bs=1 seek=209715200 2>/dev/null
like rows
awk 'NR == 2 { for (i = 0; i < 3000; i++) print }' "$where/x.csv" >"$where/more"
cat "$where/more" >>"$where/x.csv"
rm "$where/more"
echo 'name,mark' >"$(folder header)/x.csv"
for student in empty truncated binary nul escape sparse rows header; do
    expect $student - error
done
like twice
sed -n '/,ask,second,/p' "$where/x.csv" >"$where/more"
cat "$where/more" >>"$where/x.csv"
rm "$where/more"
expect twice second error

# Answers and names that are all right in a file, and hard to say again.
quotes=$(printf '%020000d' 0 | sed 's/0/""/g')
like quotes
sed "/,ask,second,/s/105,105/\"$quotes\",\"$quotes\"/" "$where/x.csv" >"$where/y.csv"
rm "$where/x.csv"
expect quotes second mismatch # it says that this is right
capsule accents '{'
sed -i 's/export 1/x\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9'\
'\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9/' "$where/x.csv"
like formula
sed -i '/,ask,second,/s/105,105,1/=1+1,@x,/' "$where/x.csv"
expect formula second mismatch # one attempt, two answers

### ways out

cp "$good" "$class/outside/secret.csv"
ln -s "$class/outside/secret.csv" "$(folder link)/x.csv"
mkdir -p "$class/submitted/linked"
ln -s "$class/outside" "$class/submitted/linked/$lesson"
mkdir -p "$(folder deep)/a/b/c/d/e/f/g/h"
cp "$good" "$class/submitted/deep/$lesson/a/b/c/d/e/f/g/h/x.csv"
mkdir -p "$(folder pipe)"
mkfifo "$class/submitted/pipe/$lesson/x.csv"
folder unknown 999-nothing >/dev/null
cp "$good" "$class/submitted/unknown/999-nothing/x.csv"
expect link - error
expect linked - error
expect deep - missing
expect pipe - error
expect unknown - error

### files of one's own

# own STUDENT NAME [STATUS [SED...]]: the good hand-in, with a run that reads a picture of theirs, which
# came along in two pieces; and changed.
picture="image, set: {file: mine.csv}, seed: 1, steps: 1, files: {mine.csv: 58f3f128ab156778}"
own() {
    student=$1 name=$2 status=$3
    shift 3
    like "$student"
    front=$(sed -n '2p' "$where/x.csv" | cut -d, -f1-5)
    {
        printf '%s,run,export 1,,step=1 row=0 column=0 value=-1,,,,,,,,' "$front"
        printf '"{gradus: 1.0.0, experiment: %s, digest: 0b10095e738b920d}",' "$picture"
        printf '2026-01-02T03:04:05Z\n'
        printf '%s,data,%s,,"-1,2\n",,,,,,,,,2026-01-02T03:04:05Z\n' "$front" "$name"
        printf '%s,data,%s,,"3,4\n",,,,,,,,,2026-01-02T03:04:05Z\n' "$front" "$name"
    } | sed -e 's/^$//' "$@" >>"$where/x.csv"
    expect "$student" 'export 1' "$status"
    expect "$student" second right_alone
}
own own mine.csv match
own forged mine.csv error -e 's/"3,4/"3,5/'
own others yours.csv error
own shadow lincoln.csv error -e 's/mine.csv/lincoln.csv/g'
expect shadow data error
own climbs ../../mine.csv error
expect climbs data error
own hidden .profile error
expect hidden data error
own absolute /made.csv error
expect absolute data error

### runs that nobody wants to make

head='gradus: 1.0.0, seed: 1'
capsule hour "{$head, experiment: descent, set: {lr: 1e-9}, steps: 1000000000}" error
capsule search "{$head, experiment: race, set: {methods: gd adam lion adamw rmsprop nag adagrad, \
budget: 100000, rate_count: 101}, steps: 1}" error
sed -n 's/,run,page 6,/,run,export 2,/p' "$where/x.csv" >"$where/more"
cat "$where/more" >>"$where/x.csv"
rm "$where/more"
expect search 'export 2' match # what is refused takes nothing from the others
capsule huge "{$head, experiment: neuron, set: {layers: $(printf '1024-%.0s' $(seq 63))1024}, steps: 1}" error
capsule sweep "{gradus: 1.0.0, seed: 1..1000000, experiment: descent, set: {lr: [1, 2, 3]}, steps: 9}" error
capsule thieve "{$head, experiment: neuron, set: {file: /etc/passwd}, steps: 1, files: {/etc/passwd: 0123456789abcdef}}" error
capsule thieve2 "{$head, experiment: neuron, set: {file: ../roster.csv}, steps: 1}" error
capsule listed "{$head, experiment: descent, set: {lr: 1}, steps: 1, files: [a]}" error
capsule seeds "{gradus: 1.0.0, seed: [1, 2], experiment: descent, set: {lr: 1}, steps: 1}" error
capsule late-event "{$head, experiment: descent, set: {lr: 1}, steps: 1, events: [{step: 9, set: lr, to: 2}]}" mismatch
capsule nonsense '{gradus: [[[[' error
