#!/bin/sh
# command.sh - what the tests of the command line share: one command, its output and its status.
# Source it; it brings tap.sh along.
# shellcheck source=tests/tap.sh
. "$GRADUS_TEST_SRC/tests/tap.sh"

# gives NAME EXPECTED COMMAND...: its standard output is exactly this, and its status 0.
gives() {
    name=$1 expected=$2
    shift 2
    actual=$("$@" 2>err </dev/null)
    status=$?
    problem=
    [ "$status" -eq 0 ] || problem="status $status: $(cat err)"
    [ "$actual" = "$expected" ] || problem="$problem
expected: $expected
actual:   $actual"
    point "$name" "$(printf '%s' "$problem" | sed '/^$/d')"
}

# fails NAME STATUS PART COMMAND...: the status, one message line on standard error that has the
# part (a usage line may follow), no escape bytes anywhere.
fails() {
    name=$1 wanted=$2 part=$3
    shift 3
    "$@" >out 2>err </dev/null
    status=$?
    problem=
    [ "$status" -eq "$wanted" ] || problem="status $status, not $wanted"
    grep -qF -- "$part" err || problem="$problem
no '$part' in: $(cat err)"
    lines=$(grep -vc '^usage: \|^                ' err)
    [ "$lines" -eq 1 ] || problem="$problem
$lines lines: $(cat err)"
    clean out && clean err || problem="$problem
control characters were printed"
    point "$name" "$(printf '%s' "$problem" | sed '/^$/d')"
}

# clean FILE: valid UTF-8 without escape sequences: no C0 but newline and tab, no DEL, no C1, no
# bidirectional, zero-width or other invisible controls.
clean() {
    [ "$(tr -d '\000' <"$1" | wc -c)" -eq "$(wc -c <"$1")" ] || return 1
    ! LC_ALL=C grep -q "$controls" "$1" && iconv -f UTF-8 -t UTF-8 <"$1" >/dev/null 2>&1
}
controls=$(printf '[\001-\010\013-\037\177]\n\302[\200-\237\255]\n\330\234\n')
controls=$controls$(printf '\n\342\200[\213-\217\250-\256]\n\342\201[\240-\257]\n\357\273\277')
controls=$controls$(printf '\n\357\277[\276\277]\n\364[\220-\277]\n[\365-\377]')

same() { cmp "$1" "$2" 2>&1; }

