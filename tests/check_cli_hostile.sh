#!/bin/sh
# shellcheck disable=SC1003,SC2016 # backslashes and backquotes are meant as they are
# Hostile words on the command line, in the environment and as names of files: none of them comes
# out on standard output or standard error. Prints TAP.
set -u
# shellcheck source=tests/hostile.sh
. "$GRADUS_TEST_SRC/tests/hostile.sh"

as_words() {
    safe "value" "$GRADUS" run parameters -s "layers=$1"
    safe "knob" "$GRADUS" run parameters -s "$1=3"
    safe "experiment" "$GRADUS" run "$1"
    safe "lesson" "$GRADUS" "$1"
    safe "option" "$GRADUS" run parameters "--$1"
    safe "short option" "$GRADUS" frame "-$1"
    safe "page" "$GRADUS" frame 030 --page "$1"
    safe "seed" "$GRADUS" run parameters --seed "$1"
    safe "table" "$GRADUS" run parameters --table "$1"
    safe "output" "$GRADUS" run parameters -o "no/$1/x.csv"
    safe "family" "$GRADUS" list "$1"
    safe "name" "$GRADUS" show "$1"
    for option in -n -j --every --shard; do
        safe "number, $option" "$GRADUS" run parameters "$option" "$1"
    done
    for option in --step --size --color -s; do
        safe "number, $option" "$GRADUS" frame 030 "$option" "$1"
    done
    safe "color of the workbench" "$GRADUS" "--color=$1"
    safe "two lessons" "$GRADUS" 030 "$1"
    safe "verb" "$GRADUS" "$1" x
    safe "place" env GRADUS_PATH="$1:/$1" "$GRADUS" frame nosuch
}

# Answers, numbers, commands and the names of files, whatever is asked for.
as_answers() {
    typed=$(printf '%s\n' "$1" "answer $1" skip "set layers $1" "set $1 3" "export $1" "export x$1.csv" \
        "page $1" "step $1" "go $1" "open $1" lessons "open $1" "$1")
    safe "typed in the dialogue" "$GRADUS" --plain 030
    go_on
    rm -f -- ./*.csv ./*.run.yaml
    safe "typed at the catalogue" "$GRADUS" --plain
    typed=
    safe "lesson of the dialogue" "$GRADUS" --plain "$1"
}

as_environment() {
    for name in HOME NO_COLOR COLUMNS LINES LC_ALL TERMINFO GRADUS_SIMD XDG_STATE_HOME \
        XDG_DATA_HOME XDG_DATA_DIRS XDG_CONFIG_HOME; do
        safe "$name" env "$name=$1" "$GRADUS" frame 030
    done
    safe "TERM" env TERM="$1" "$GRADUS"
    safe "LANG" env LC_ALL= LANG="$1" "$GRADUS" list
}

as_files() {
    case $1 in
        */*) return ;;
    esac
    printf -- '---\ntitle: t\n---\n\n## p\n\ntext\n' >"n$1.md"
    for verb in check show frame; do
        safe "a lesson's name, $verb" "$GRADUS" $verb "./n$1.md"
    done
    safe "a missing lesson" "$GRADUS" check "./gone$1.md"
    safe "a file's name" "$GRADUS" run parameters -o "x$1.csv"
    safe "a file's name, replay" "$GRADUS" replay "x$1.csv"
    safe "a missing file" "$GRADUS" replay "gone$1.csv"
    go_on
    rm -f -- "n$1.md" "x$1.csv" "x$1.run.yaml"
}

for_each_word as_words as_answers as_environment as_files
finish
