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

# safe WAY COMMAND...: its status is one of the program's own, and what it prints is put with the
# rest, to be looked at together. Its standard input is /dev/null, or what `typed` holds.
typed=
safe() {
    echo "== $1" >>printed
    shift
    printf '%s' "$typed" | "$@" >>printed 2>&1
    status=$?
    [ "$status" -le 4 ] || problems="$problems
status $status: $(tail -n 3 printed)"
}

# for_each_word FUNCTION...: one point for each word. Words are as printf %b has them.
for_each_word() {
    while read -r word <&3; do
        hostile=$(printf '%b.' "$word")
        hostile=${hostile%.}
        printf '%s' "$hostile" >raw
        problems=
        : >printed
        clean raw && problems="
the word itself is taken for clean"
        for way in "$@"; do
            "$way" "$hostile"
        done
        clean printed || problems="$problems
$(sed -n l printed | grep -B 1 '[\\][0-9bafrv]')"
        point "hostile: $(printf '%s' "$word" | tr '\\' '^')" \
            "$(printf '%s' "$problems" | sed '/^$/d')"
    done 3<"$GRADUS_TEST_SRC/tests/hostile.txt"
}
