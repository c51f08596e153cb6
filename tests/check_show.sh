#!/bin/sh
# What `gradus list` and `gradus show` say: each name that is listed can be shown. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

### lists

families=$("$GRADUS" list | awk 'wanted { print $1 } { wanted = 0 } /^$/ { wanted = 1 } NR == 1')
gives "the families" "$(printf '%s\n' experiments heads learners lessons optimizers plots schedules \
    surfaces worlds)" \
    echo "$families"
point "all is what each family lists" "$(
    for family in $families; do
        [ "$family" = experiments ] || echo
        echo "$family"
        "$GRADUS" list "$family"
    done >each
    "$GRADUS" list | diff each -)"
point "completion offers the names of all families" "$(for family in $families; do
    grep -q "listed=$family" "$(dirname "$GRADUS")/doc/gradus.bash" || echo "$family"
done)"
for family in $families; do
    point "each of the $family has a summary" "$("$GRADUS" list "$family" |
        grep -v '^[^ ][^ ]*  *[^ ]')"
    point "each of the $family can be shown" "$("$GRADUS" list "$family" | while read -r name _; do
        "$GRADUS" show "$name" 2>&1 | grep -q "^$name[ :]" || echo "$name"
    done)"
done

### optimizers

shows() { # NAME PART: these lines of it, between the heading and an empty line
    "$GRADUS" show "$1" | sed -n "/^$2\$/,/^\$/p" | sed '1d;/^$/d'
}
gives "an update of gd" '  gradient          g
  step              dx = -lr*g
                    x = x + dx' shows gd "an update, coordinate by coordinate"
gives "an update of momentum" '  gradient          g
  state             v = gamma*v - g
  step              dx = lr*v
                    x = x + dx' shows momentum "an update, coordinate by coordinate"
gives "an update of adam" '  gradient          g
                    g+ = g + l2*x
  state             m = beta1*m + (1 - beta1)*g+
                    v = beta2*v + (1 - beta2)*(g+)^2
  bias              m^ = m / (1 - beta1^t)
                    v^ = v / (1 - beta2^t)
                    r = sqrt(v^) + eps
  step              dx = -lr*m^ / r
                    x = x + dx' shows adam "an update, coordinate by coordinate"
gives "a knob with what it takes" '  gamma             share of the velocity that is kept
                    a number, 0 <= gamma < 1; default 0.9; may change in mid-run' \
    sh -c "'$GRADUS' show momentum | grep -A1 '^  gamma '"

### surfaces

gives "a formula" "  (1 - x)^2 + 100 (y - x^2)^2" shows rosenbrock formula
gives "a box" "  -2 <= x <= 2, -1 <= y <= 3" shows rosenbrock box
gives "a start" "  (x, y) = (-1.2, 1)" shows rosenbrock start
gives "a minimum" "  f = 0 at (1, 1)" shows rosenbrock "known minima"
gives "a minimum in one dimension" "  f = -6.54296875 at x = 2.25" shows quartic "known minima"
gives "a box in one dimension" "  -1.5 <= x <= 3.5" shows quartic box
gives "a start in one dimension" "  x = -1" shows quartic start

### schedules

gives "the first rates" "  1.000, 0.9900, 0.9801, 0.9703, 0.9606" \
    shows exponential "the first rates from lr = 1"
gives "a schedule without knobs has none" "" shows constant knobs

### worlds and learners

gives "the ways of a world" '      0     1  (ends)           0         0         0
      1     0  straight         0         1         2
      2     1  (ends)           2         2         2' sh -c "'$GRADUS' show cliff |
    sed -n '/^3 states, from 1 on/,/^\$/p' | sed '1,2d;/^\$/d'"
gives "a map" '    .......
    .#####.
    S#~~~#G
    .#####.
    .......' sh -c "'$GRADUS' show grid | sed -n '/^  fork, 7 by 5/,/^\$/p' | sed '1d;/^\$/d'"
"$GRADUS" show grid | sed -n '/^  rooms, 11 by 11, 104 states/,/^$/p' | sed '1d;/^$/d;s/^ *//' >rooms
for map in rooms ./rooms; do
    "$GRADUS" run dagger -s map=$map -s slip=0.1 -s trials=2 -n 2
done >runs
point "a map as it is shown is a map as it is read" "$(
    [ "$(wc -l <runs)" -eq 8 ] && [ "$(sort -u runs | wc -l)" -eq 4 ] || cat runs)"
gives "what a learner falls back on" '                    one of majority, random, nearest, stop; default majority' \
    sh -c "'$GRADUS' show table | grep 'one of majority'"

### names

mkdir lessons
printf -- '---\ntitle: A lesson of that name\n---\n\n## p\n\nWords.\n' >lessons/adam.md
cp lessons/adam.md lessons/zzz.md
gives "a name of two families shows both" "adam: A lesson of that name
adam (optimizer): running means of the gradient and of its square: steps of about lr each way" \
    sh -c "GRADUS_PATH='$folder' '$GRADUS' show adam | grep '^adam'"
gives "with an empty line between them" "1" sh -c "GRADUS_PATH='$folder' '$GRADUS' show adam |
    grep -B1 '^adam (' | grep -c '^\$'"
fails "a slip" 2 "nothing is called 'adm'; did you mean adam?" "$GRADUS" show adm
fails "another" 2 "did you mean rosenbrock?" "$GRADUS" show rosenbrok
fails "nothing like it" 2 "nothing is called 'xyzzy'; \`gradus list\`" "$GRADUS" show xyzzy
fails "an empty name" 2 "nothing is called ''; \`gradus list\`" "$GRADUS" show ''
finish
