#!/bin/sh
# The surface `formula` on the command line: rows worked out by hand, one dimension, the same run
# again from its capsule, and what is wrong with a formula. Prints TAP.
set -u
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

descent() { "$GRADUS" run descent -s surface=formula -s optimizer=gd "$@"; }

gives "two dimensions" 'step,x,y,f,gx,gy,lr,distance
0,3,1,6,4,4,,
1,2,0,1,2,0,0.25,
2,1.5,0,0.25,1,0,0.25,
3,1.25,0,0.0625,0.5,0,0.25,' descent -s "formula=(x-1)^2+2*y^2" -s x=3 -s y=1 -s lr=1/4 -n 3
gives "one dimension" 'step,x,y,f,gx,gy,lr,distance
0,-1,,1,-2,,,
1,-0.5,,0.25,-1,,0.25,' descent -s "formula=x^2" -s x=-1 -s lr=1/4 -n 1
gives "commas and all" 'step,x,y,f,gx,gy,lr,distance
0,3,-1,-1,0,1,,' descent -s "surface.formula=min(x, y)" -s x=3 -s y=-1 -n 0
gives "where it is vertical it has diverged" '0,0,,0,inf,,,' sh -c "'$GRADUS' run descent \
    -s surface=formula -s 'formula=sqrt(x)' -s x=0 -n 5 2>said | tail -1"
gives "flat ground ends it" '0,2.5,,7,0,,,' sh -c "'$GRADUS' run descent -s surface=formula \
    -s formula=7 | tail -1"

descent -s "formula=sin(x)*cos(y) + x^2/9" -n 40 -o typed.csv
gives "it is run again from its file" "" sh -c "'$GRADUS' replay typed.csv >said 2>&1 || cat said"
sed 's/sin(x)/sin(y)/' typed.csv >other.csv
[ -f typed.run.yaml ] && sed 's/sin(x)/sin(y)/' typed.run.yaml >other.run.yaml
fails "but not as another formula" 1 "" "$GRADUS" replay other.csv

### what is wrong

wrong() { # name part formula
    fails "$1" 2 "knob formula: $2" descent -s "formula=$3" -n 3
}
wrong "an unknown name" "column 7: unknown name 'z'; this expression may use: x, y" "x^2 + z"
wrong "a condition" "column 1: a condition is true or false and has no slope" "x < 3"
wrong "nothing" "column 1: the expression is empty" ""
wrong "half a formula" "column 4: the expression ends where a number, a name or (" "x +"
wrong "a product without its sign" "column 5: expected an operator" "100 (y - x)"
fails "a box that is none" 2 "knob x_low: 5 is not below x_high, which is 3" descent -s x_low=5
finish
