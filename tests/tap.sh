# tap.sh - what the test scripts share: counted points in TAP. Source it; call `finish` at the end.
count=0

# Where a script is run by hand, and nothing else is said, what was built lies in the source folder.
: "${GRADUS:=$GRADUS_TEST_SRC/gradus}"
: "${GRADUS_COMMANDS:=$(dirname "$GRADUS")/tests/commands}"
export GRADUS GRADUS_COMMANDS GRADUS_TEST_SRC

# point NAME DETAILS: passes when there are no details to tell.
point() {
    count=$((count + 1))
    if [ -z "$2" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        printf '%s\n' "$2" | sed 's/^/# /' | head -20
    fi
}

skip() { # NAME WHY
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

finish() { echo "1..$count"; }
