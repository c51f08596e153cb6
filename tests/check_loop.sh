#!/bin/sh
# The whole loop in the plain dialogue: open, predict, run, answer wrong, hint, answer right, export,
# note, hand in; and then replay what was exported, and grade what was handed in. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir -p place/lessons
cp "$GRADUS_TEST_SRC/tests/data/910-loop.md" place/lessons
GRADUS_PATH=$folder/place:$GRADUS_PATH
GRADUS_STUDENT=ann
XDG_STATE_HOME=$folder/state
export GRADUS_PATH GRADUS_STUDENT XDG_STATE_HOME
handed=class/submitted/ann/910-loop

gives "the lesson is sound" \
    "place/lessons/910-loop.md: 2 pages, 2 questions, all well" \
    "$GRADUS" check --strict place/lessons/910-loop.md

### at the dialogue

mkdir -p $handed
"$GRADUS" --plain >said 2>err <<'END'
910
step
answer 100
2
play
next
answer 100
3
hint
answer 105
3
play
note biases, one for each "output"
export mine.csv
capsule
book
hand-in
hand-in class/submitted/ann/910-loop/x.csv
quit
END
point "it goes to its end" "$([ $? -eq 0 ] && ! [ -s err ] || cat err)"

# in_order PART...: each is said, behind the one before
in_order() {
    from=1
    for part; do
        line=$(tail -n +$from said | grep -nF -- "$part" | head -1 | cut -d: -f1)
        [ -n "$line" ] || {
            echo "no '$part' below line $from"
            tail -n +$from said | head -12
            return
        }
        from=$((from + line))
    done
}
point "each word is answered" "$(in_order 'Lesson 910, page 1 of 2' \
    'Error: predict first' 'How sure are you?' 'You said 100. It is not marked.' \
    'Step 3 of 3, finished.' 'You said 100; it is 99, off by 1.' 'page 2 of 2' \
    'Those are its weights alone.' 'hint 1 of 2: A weight for each pair.' \
    '105, right with help.' 'Step 1 of 1, end of page.' 'Noted' 'Saved mine.csv' \
    'Saved notes-910-loop.md' 'Saved 910-loop-ann.csv' "Saved $handed/x.csv" \
    'Left lesson 910 on page 2 of 2: right with help.')"
point "without a control character" "$(clean said || echo control characters)"

### what was saved

point "what was exported can be made again" "$("$GRADUS" replay mine.csv 2>&1 | grep -v ' all the same$')"
sed -n '/^> capsule$/,/^> book$/p' said | grep -v '^>' >capsule
point "so can what the capsule says" "$("$GRADUS" replay "$(cat capsule)" >out 2>&1 ||
    cat capsule)"
point "the hand-in is a row a question, a run, a note" "$(cut -d, -f3,6-16 $handed/x.csv |
    sed '/,run,/s/,,,,.*//' | diff - /dev/fd/3 3<<'END'
student,kind,item,first,answer,correct,attempts,hints,shown,skipped,confidence,params
ann,predict,total,100,100,,1,,,,2,
ann,ask,second,100,105,1,2,1,,,3,
ann,run,page 1,,step=3 inputs=4 outputs=3 weights=12 biases=3 parameters=15 total=99
ann,run,page 2,,step=1 inputs=10 outputs=20 weights=200 biases=20 parameters=220 total=220
ann,note,note 1,,"biases, one for each ""output""",,,,,,
END
)"
point "the same where nobody says to which file" "$(same 910-loop-ann.csv $handed/x.csv)"
"$GRADUS" homework 910 -o by-verb.csv 2>err
point "and by the verb" "$(same by-verb.csv $handed/x.csv)$(cat err)"
point "the lab book has all of it" "$(for part in '- predicted 100' \
    '- You said 100; it is 99, off by 1.' '- answered 105' \
    '> biases, one for each "output"'; do
    grep -qF -- "$part" notes-910-loop.md || { echo "no '$part'"; cat notes-910-loop.md; }
done)"

### and graded

"$GRADUS" grade class -o grades 2>err
point "it is graded" "$([ $? -eq 0 ] || cat err)"
point "each row has come out as it should" "$(cut -d, -f1-9 grades/items.csv | diff - /dev/fd/3 3<<'END'
student,lesson,item,score,max,attempts,hints,status,manual
ann,910-loop,total,0,0,1,0,predicted,
ann,910-loop,second,2,2,2,1,right_helped,
ann,910-loop,page 1,,,,,match,
ann,910-loop,page 2,,,,,match,
END
)"
point "two points of two" "$(grep -q '^910-loop,,20[0-9TZ:-]*,ann,,,,2,0,2,2$' grades/grades.csv ||
    cat grades/grades.csv)"
point "the student reads so" "$(grep -q '^second: right, with help, 2 of 2$' \
    grades/feedback/ann/910-loop.txt || cat grades/feedback/ann/*)"
point "and reads no answer" "$(grep -n '105' grades/feedback/ann/*)"
finish
