#!/bin/sh
# Golden frames: `gradus frame` of every page of every lesson, and some at a step, against
# tests/golden. `check_frames.sh --update` writes them anew; look at them before you commit them.
# Prints TAP.
: "${GRADUS_TEST_SRC:=$(cd "$(dirname "$0")/.." && pwd)}"
set -u
. "$GRADUS_TEST_SRC/tests/tap.sh"
golden=$GRADUS_TEST_SRC/tests/golden
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
update=${1-}

sizes='80x24 120x40 40x12 20x5'
every_size=$(printf -- '--size %s ' $sizes)

# frame NAME ARGUMENTS...: behind what is in $scratch/frames/NAME.txt, once all of them are made.
frame() {
    file=$scratch/frames/$1.txt
    shift
    printf '%s\0' '' '' "$file" 0 $(($# + 2)) gradus frame "$@" >>"$scratch/commands"
}

# All sizes of a page in one colour, one below the other, in UTF-8 and then in ASCII.
sheet() { # lesson page color
    for set in '' --ascii; do
        frame "$1-p$2-$3" "$1" --page "$2" $every_size --color "$3" ${set:+"$set"}
    done
}

# A page at every size, in UTF-8 and ASCII: as text, a file each, and in all colours.
page() { # lesson page
    for size in $sizes; do
        frame "$1-p$2-$size" "$1" --page "$2" --size "$size"
        frame "$1-p$2-$size-ascii" "$1" --page "$2" --size "$size" --ascii
    done
    for color in mono 8 256; do
        sheet "$1" "$2" $color
    done
}

# The pages of a lesson at every size, as text in UTF-8 alone: what is drawn is drawn elsewhere too.
brief() { # lesson pages
    for number in $(seq "$2"); do
        for size in $sizes; do
            frame "$1-p$number-$size" "$1" --page "$number" --size "$size"
        done
    done
}

pages() { # lesson pages
    for number in $(seq "$2"); do
        page "$1" "$number"
    done
}

# The colours of one screen with all that has a role of its own.
colours() { # lesson page step
    for color in mono 8 256; do
        frame "$1-p$2-step$3-$color" "$1" --page "$2" --step "$3" --color $color
    done
}

steps() { # lesson page step...
    lesson=$1 page=$2
    shift 2
    for step in "$@"; do
        frame "$lesson-p$page-step$step" "$lesson" --page "$page" --step "$step"
        frame "$lesson-p$page-step$step-small" "$lesson" --page "$page" --step "$step" --size 40x12
    done
}

pages 000 6
steps 000 1 3 20
colours 000 1 20

pages 010 9
steps 010 1 1 14 53
steps 010 2 12
steps 010 3 13 30
steps 010 5 1 2
steps 010 7 60 200
colours 010 1 14
colours 010 3 13
colours 010 5 7
colours 010 7 200
pages 020 9
steps 020 1 1 2 3 4
steps 020 2 1 4
steps 020 3 4
steps 020 4 4
steps 020 5 3 7 12
steps 020 6 2 8 12
steps 020 7 11
steps 020 9 3
colours 020 5 7
for step in 2 7; do
    frame "020-p5-step$step-20x5" 020 --page 5 --step $step --size 20x5
done

pages 030 10
steps 030 1 1 2 3
steps 030 2 2
steps 030 6 1 2
colours 030 1 2

pages 050 12
steps 050 1 1 20
steps 050 2 5
steps 050 3 1
steps 050 4 1
steps 050 5 1000
steps 050 6 20
steps 050 7 30
steps 050 8 30
steps 050 9 20
steps 050 10 20
steps 050 11 20
steps 050 12 20
colours 050 2 5
colours 050 9 20

brief 060 10
steps 060 1 30
steps 060 2 1
steps 060 3 1
steps 060 4 1
steps 060 5 1
steps 060 6 1
steps 060 7 30
steps 060 10 1
colours 060 4 1
colours 060 7 30

brief 070 10
steps 070 1 40
steps 070 2 20
steps 070 3 2
steps 070 4 40
steps 070 5 20
steps 070 6 100
steps 070 7 200
steps 070 8 100
steps 070 9 60
steps 070 10 8
colours 070 1 40

brief 080 10
page 080 2
steps 080 1 30
steps 080 2 60
steps 080 3 30
steps 080 4 60
steps 080 5 160
steps 080 6 1 20
steps 080 7 200
steps 080 8 120
steps 080 9 30
steps 080 10 10
colours 080 2 60
colours 080 4 60

pages 090 13
steps 090 1 60
steps 090 2 60
steps 090 3 1 100
steps 090 4 200
steps 090 5 1 3
steps 090 7 100
steps 090 8 200
steps 090 9 200
steps 090 10 100
steps 090 11 80
steps 090 12 3
steps 090 13 10
colours 090 10 100

pages 100 10
steps 100 1 200
steps 100 2 200
steps 100 4 20
steps 100 5 5
steps 100 6 200
steps 100 7 100
steps 100 8 200
colours 100 2 200

pages 200 14
steps 200 1 4
steps 200 3 4
steps 200 4 5
steps 200 5 100
steps 200 6 400
steps 200 10 19
steps 200 11 19
steps 200 12 29
steps 200 13 29
colours 200 9 1
colours 200 11 19

pages 120 11
steps 120 1 57
steps 120 2 57
steps 120 3 1
steps 120 4 200
steps 120 5 200
steps 120 6 100
steps 120 7 60
steps 120 8 60
steps 120 10 400
steps 120 11 400
colours 120 5 200
colours 120 10 400

pages 210 8
steps 210 1 1 50
steps 210 3 25 50
steps 210 4 50
steps 210 5 50
steps 210 6 30
steps 210 7 50
steps 210 8 50
colours 210 3 50

pages 230 9
steps 230 1 1 6
steps 230 2 1 4
steps 230 3 10
steps 230 4 4
steps 230 5 7
steps 230 6 4 8
steps 230 7 10
steps 230 8 1 10
steps 230 9 10
colours 230 1 1
colours 230 6 4

pages 240 16
steps 240 1 30 100
steps 240 2 100
steps 240 4 100
steps 240 5 200
steps 240 6 400
steps 240 7 100
steps 240 8 200
steps 240 9 100
steps 240 10 100
steps 240 11 100
steps 240 12 100
steps 240 14 160
steps 240 15 160
colours 240 9 100

pages 250 13
steps 250 3 3
steps 250 4 3
steps 250 5 3
steps 250 6 1 5
steps 250 7 20
steps 250 8 8
steps 250 9 5
steps 250 11 4
steps 250 12 5
steps 250 13 3
colours 250 9 5

pages 260 20
steps 260 1 8
steps 260 2 0 8
steps 260 3 8
steps 260 4 4
steps 260 5 8
steps 260 6 5
steps 260 7 8
steps 260 10 8
steps 260 12 8
steps 260 15 8
steps 260 17 8
steps 260 18 8
steps 260 19 8
steps 260 20 8
colours 260 4 4
colours 260 19 8

pages 270 15
steps 270 1 8
steps 270 6 20
steps 270 8 30
steps 270 9 20
colours 270 9 20

pages 300 10
steps 300 1 20
steps 300 4 20
steps 300 6 40
steps 300 8 20
colours 300 1 20

pages 310 7
steps 310 1 20
steps 310 3 30
steps 310 5 20
steps 310 6 30
colours 310 3 30

pages 320 7
steps 320 1 60 100
steps 320 3 100
steps 320 5 5
colours 320 1 100

frame image-brighter image -s brightness=40 --step 20 --color 256
frame image-threshold image -s threshold=128 --step 20 --color 256
frame image-digits image -s file=digits.csv --step 130 --size 120x40
frame nearest nearest -s neighbours=3 --step 100

frame neuron neuron
frame neuron-wide-layers neuron -s layers=2-30-12-1 -s "weights=0.5, -1, 2, 0.1, 3" --step 70
frame neuron-many-layers neuron -s "layers=$(seq -s- 2 12)" --step 90
frame neuron-odd-weights neuron -s layers=3-2 -s "weights=1e-5, -12345, 1/3" --step 6
frame parameters parameters
frame parameters-wide-layers parameters -s layers=1000-100000000-7 --size 80x24
frame parameters-many-layers parameters -s "layers=$(seq -s- 2 40)" --step 20
for size in 1x1 12x1 19x3 1x24 200x1 300x100; do
    frame "030-p1-$size" 030 --size $size
done

mkdir "$scratch/frames"
"$GRADUS_COMMANDS" <"$scratch/commands" >"$scratch/problems" 2>&1
if [ "$update" = --update ]; then
    cp "$scratch"/frames/*.txt "$golden"
    exit
fi
point "each frame is made" "$(cat "$scratch/problems")"
point "all of them: there are golden ones of the very same names" "$(
    (cd "$scratch/frames" && echo *) | tr ' ' '\n' >"$scratch/made"
    (cd "$golden" && echo *) | tr ' ' '\n' | diff - "$scratch/made")"
for file in "$golden"/*.txt; do
    name=${file##*/}
    point "${name%.txt}" "$(cmp -s "$file" "$scratch/frames/$name" ||
        diff "$file" "$scratch/frames/$name" 2>&1)"
done
finish
