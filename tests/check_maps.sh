#!/bin/sh
# A student's own map of the grid world on the command line: what a map may be, every kind of bad one
# with one message and its place, and the same run again from its capsule. Prints TAP.
set -u
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

walk() { "$GRADUS" run dagger -s "map=./$1" -s demos=1 -s rounds=1 -s trials=2 --last; }
cost() { walk "$1" | tail -1 | cut -d, -f11; } # the expert's

### good ones: what the expert pays is the length of the shortest way, less one

printf 'S..G\n' >line
gives "a line" 2 cost line
printf 'S..G' >unended
gives "its last line without an end" 2 cost unended
printf 'S..G\r\n....\r\n' >dos
gives "lines that end as in DOS" 2 cost dos
printf '\357\273\277S..G\n' >marked
gives "a byte order mark" 2 cost marked
printf 'S..G\n\n\n' >trailing
gives "empty lines behind it" 2 cost trailing
printf 'S#G\n.#.\n...\n' >around
gives "a way around a wall" 5 cost around
printf 'S~G\n.~.\n...\n' >hazards
gives "a way around hazards" 5 cost hazards
printf 'GG.S\n' >goals
gives "the nearer of two goals" 1 cost goals
printf 'S.G.S\n' >starts
gives "two starts" 1 cost starts
row() { printf "%0$1d" 0 | tr 0 "$2"; }
{ printf 'S'; row 198 .; printf 'G\n'; } >wide
gives "200 cells in a row" 50 cost wide
mkdir datasets
cp around datasets/own.txt
gives "a map that is found by its name" 5 sh -c "GRADUS_PATH='$folder' '$GRADUS' run dagger \
    -s map=own.txt -s demos=1 -s trials=2 -n 0 | tail -1 | cut -d, -f11"

### bad ones

bad() { # NAME WHERE AND PART: the file is called as the first word of the name
    fails "$1" 3 "$2" walk "${1%%[: ]*}"
}
: >empty
bad "empty" "./empty:1:1: no cells in the first line"
printf '\n' >blank
bad "blank: one empty line" "./blank:1:1: no cells in the first line"
printf '\nS.G\n' >late
bad "late: an empty first line" "./late:1:1: no cells in the first line"
printf 'S.G\n...\n..\n' >ragged
bad "ragged: a line too short" "./ragged:3:3: a line of 2 cells; the lines above have 3"
printf 'S.G\n....\n' >ragged
bad "ragged: a line too long" "./ragged:2:5: a line of 4 cells; the lines above have 3"
printf 'S.G\n\n...\n' >ragged
bad "ragged: an empty line between" "./ragged:2:1: a line of 0 cells; the lines above have 3"
printf 'S.G\n.x.\n' >unknown
bad "unknown: a letter" "./unknown:2:2: 'x' is no cell of a map; there are . free"
printf 'S.G\n..\303\251\n' >unknown
bad "unknown: a letter of two bytes" "./unknown:2:3: 'é' is no cell of a map"
printf 'S.G\n. .\n' >unknown
bad "unknown: a blank" "./unknown:2:2: ' ' is no cell of a map"
printf 'S.G\n..\t\n' >unknown
bad "unknown: a tab" "./unknown:2:3: '"
printf 's.G\n' >unknown
bad "unknown: a small s" "./unknown:1:1: 's' is no cell of a map"
printf '..G\n' >startless
bad "startless" "./startless:1:1: a map without a start; mark one cell with S"
printf 'S..\n' >goalless
bad "goalless" "./goalless:1:1: a map without a goal; mark one cell with G"
printf '...\nS#G\n.#.\n.#.\n###\n' >through
gives "through the gap in a wall" 3 cost through
printf '.#.\nS#G\n.#.\n' >walled
bad "walled: a goal behind a wall" "./walled:2:1: no way leads from this start to a goal"
printf 'S~G\n' >moat
bad "moat: a goal behind hazards" "./moat:1:1: no way leads from this start to a goal"
printf '#.S\n##.\nS#G\n' >second
bad "second: one start of two" "./second:3:1: no way leads from this start to a goal"
{ printf 'S'; row 199 .; printf 'G\n'; } >wide201
bad "wide201: 201 cells in a row" "./wide201:1:201: a line of 201 cells; there may be 200"
{ printf 'S\n'; yes . | head -199; printf 'G\n'; } >high
bad "high: 201 lines" "./high:201:1: a map of 201 lines; there may be 200"
printf 'S.\000G\n' >nul
bad "nul" "./nul:1:3: "
printf 'S.G\n.\033[2J.\n' >escape
bad "escape: a sequence for terminals" "./escape:2:2: "
printf 'S.G\n.\377.\n' >bytes
bad "bytes: no UTF-8" "./bytes:2:2: invalid UTF-8"
head -c 100000 "$GRADUS" >binary
bad "binary: a program" "./binary:1:"
head -c 2000000 /dev/zero | tr '\000' . >huge
fails "a huge one" 3 "./huge: the file is over 1 MiB" walk huge
fails "a missing one" 4 "cannot read ./missing: No such file" walk missing
fails "a folder" 4 "cannot read ./datasets: Is a directory" walk datasets
fails "a name that nothing has" 4 "nowhere.txt" "$GRADUS" run dagger -s map=nowhere.txt

### again

"$GRADUS" run dagger -s map=./hazards -s slip=0.1 -s rounds=2 -o typed.csv
gives "it is run again from its file" "" sh -c "'$GRADUS' replay typed.csv >said 2>&1 || cat said"
printf 'S~G\n.~.\n..~\n' >other
cp hazards kept
printf 'S.G\n.~.\n...\n' >hazards
fails "with another map it is refused" 3 "hazards" "$GRADUS" replay typed.csv
cp kept hazards
gives "with the same one again it is not" "" sh -c "'$GRADUS' replay typed.csv >said 2>&1 ||
    cat said"
finish
