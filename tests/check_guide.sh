#!/bin/sh
# The guide for authors, doc/lessons.md, followed to the letter: its lesson is taken out of it, and each
# of its commands is typed, in order, in an empty folder. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
guide=$GRADUS_TEST_SRC/doc/lessons.md
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir bin
ln -s "$GRADUS" bin/gradus
PATH=$folder/bin:$PATH
XDG_STATE_HOME=$folder/state
export PATH XDG_STATE_HOME
lesson=910-largest-rate.md

mkdir lessons
sed -n '/^````markdown$/,/^````$/p' "$guide" | sed '1d;$d' >lessons/$lesson
gives "its lesson is well" "lessons/$lesson: 4 pages, 3 questions, all well" \
    gradus check --strict lessons/$lesson

# A command stands behind four spaces; what it is for, behind three more.
sed -n '/^````markdown$/,/^````$/d; s/^    \(\(gradus\|GRADUS_STUDENT=\|export\|mkdir\|cp\) .*\)/\1/p
    s/^    \(GRADUS_STUDENT=.*\)/\1/p' "$guide" | sed 's/   .*//' >commands
point "there are commands in it" "$([ "$(wc -l <commands)" -ge 20 ] || cat commands)"
while IFS= read -r command; do
    eval "$command" >out 2>err </dev/null
    status=$?
    point "$command" "$([ $status -eq 0 ] || { echo "status $status"; cat err; })"
    clean out || point "$command: what it prints" "control characters"
    case $command in
        'gradus list lessons') cp out listed ;;
        *ann*gradus\ lessons*) cp out ann ;;
        *ben*gradus\ lessons*) cp out ben ;;
    esac
done <commands

point "the lesson is in the catalogue" "$(grep -q '^910-largest-rate  *The largest rate$' listed ||
    cat listed)"
valley() { printf 'page 4\nquit\n' | GRADUS_STUDENT=$1 gradus --plain 910 |
    sed -n 's/.*valley that is \([0-9]*\) times.*/\1/p' | head -1; }
point "Ann and Ben are asked about different valleys" "$([ "$(valley ann)" != "$(valley ben)" ] ||
    valley ann)"
point "Ann is graded" "$(grep -q '^910-largest-rate,.*,ann,' grades/grades.csv || ls grades)"
point "each file that it names is there" "$(for file in grades.csv items.csv report.md \
    feedback/ann/910-largest-rate.txt; do [ -f grades/$file ] || echo $file; done)"

# Experiments that it shows between its lines.
mkdir shown
awk '/^    experiment: / { n++; on = 1 } !/^    / { on = 0 }
    on { print substr($0, 5) > ("shown/" n) }' "$guide"
point "there are experiments in it" "$([ "$(ls shown | wc -l)" -ge 3 ] || ls shown)"
for block in shown/*; do
    { printf -- '---\ntitle: t\n---\n\n## p\n\nt\n\n```experiment\n'
        cat "$block"
        printf '```\n'; } >shown.md
    point "$(sed -n 1p "$block"), ${block#*/}" "$(gradus check shown.md 2>&1 | grep -v 'all well$')"
done

# What it shows of a mistake is what is said.
sed 's/kappa/kapa/' lessons/$lesson >$lesson
said=$(sed -n 's/^    \(910-largest-rate.md:[0-9:]* .*\), \.\.\.$/\1/p' "$guide")
point "its mistake is told as it shows" "$(gradus check $lesson 2>&1 | grep -qF -- "$said" ||
    gradus check $lesson 2>&1 | head -3)"

# The commands of the README, in the order that it has them, but for those that open the workbench.
readme=$GRADUS_TEST_SRC/README.md
GRADUS_STUDENT=ann
export GRADUS_STUDENT
printf '#######\n#S...G#\n#######\n' >my-map.txt
printf 'skip\nplay\nquit\n' | gradus --plain 030 >out
verbs=$(gradus --help | sed -n '/^Verbs/,/^$/s/^  \([a-z]*\) .*/\1/p' | tr '\n' ' ')
sed -n '/^## A first look$/,/^In the workbench/s/^    \(gradus .*\)/\1/p' "$readme" |
    sed 's/   .*//' >commands
point "there are commands in the README" "$([ "$(wc -l <commands)" -ge 20 ] || cat commands)"
while read -r name verb words; do
    case " $verbs" in *" ${verb:-none} "*) ;; *) continue ;; esac
    eval "$name $verb $words" >out 2>err </dev/null
    status=$?
    point "README: $name $verb $words" "$([ $status -eq 0 ] || { echo "status $status"; cat err; })"
done <commands

# And what it says that there is.
point "each status is in it" "$(sed -n 's/^GR_GRADE([A-Z_]*, "\([a-z_]*\)").*/\1/p' \
    "$GRADUS_TEST_SRC/include/gradus/grades.def" | while read -r word; do
    grep -q "\`$word\`" "$guide" || echo "$word"
done)"
point "each key of a block is in it" "$(for block in predict ask fill; do
    printf -- '---\ntitle: t\n---\n\n## p\n\n```%s\nnone: 1\n```\n' $block >keys.md
    gradus check keys.md 2>&1 | sed -n 's/.*allowed: //p' | tr -d ' ' | tr ',' '\n'
done | sort -u | while read -r key; do
    grep -q "\`$key\`" "$guide" || echo "$key"
done)"
finish
