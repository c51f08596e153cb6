#!/bin/sh
# hostile.sh - what the tests with hostile words share; source it. The words of hostile.txt (escape
# sequences, C1, bidirectional and zero-width controls, broken UTF-8) go one by one through a way
# into the program, in an empty folder, and none may come out again.
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
problems=

# safe WAY [env NAME=VALUE...] "$GRADUS" WORD...: a command, to be run with many others (go_on), whose
# status is to be one of the program's own; what it prints is put with the rest, to be looked at
# together. Its standard input is empty, or what `typed` holds.
typed=
safe() {
    way=$1
    shift
    [ "$1" != env ] || shift
    settings=0
    for word; do
        [ "$word" != "$GRADUS" ] || break
        settings=$((settings + 1))
    done
    printf '%s\0' "$way" "$typed" printed $settings $# "$@" >>commands
}

# go_on: run them, where what they read is about to change.
go_on() {
    "$GRADUS_COMMANDS" <commands >status 2>&1 && [ ! -s status ] || problems="$problems
$(cat status)"
    : >commands
}

# for_each_word FUNCTION...: one point for each word. Words are as printf %b has them.
for_each_word() {
    while read -r listed <&3; do
        hostile=$(printf '%b.' "$listed")
        hostile=${hostile%.}
        printf '%s' "$hostile" >raw
        problems=
        : >printed
        clean raw && problems="
the word itself is taken for clean"
        for ways in "$@"; do
            "$ways" "$hostile"
            go_on
        done
        clean printed || problems="$problems
$(sed -n l printed | grep -B 1 '[\\][0-9bafrv]')"
        point "hostile: $(printf '%s' "$listed" | tr '\\' '^')" \
            "$(printf '%s' "$problems" | sed '/^$/d')"
    done 3<"$GRADUS_TEST_SRC/tests/hostile.txt"
}
