#!/bin/sh
# The experiment `neuron` on the command line: its rows, its file of weights out and in again, what
# is wrong with such a file and the exit status that says so. Prints TAP.
set -u
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

neuron() { "$GRADUS" run neuron "$@"; }

gives "a neuron" 'step,layer,unit,term,partial,output
0,,,,,
1,0,0,2,2,
2,0,0,-0.5,1.5,
3,0,0,1,2.5,
4,0,0,,2.5,2.5' neuron -s "inputs=1, 0.5" -s "weights=2, -1" -s bias=1 -s activation=relu
gives "activations side by side" 'run,set_activation,step,layer,unit,term,partial,output
1,identity,4,0,0,,0,0
2,step,4,0,0,,0,1
3,sigmoid,4,0,0,,0,0.5
4,tanh,4,0,0,,0,0
5,relu,4,0,0,,0,0' neuron -s "inputs=3, 3" -s "weights=1, -1" -s bias=0 \
    -s activation=identity,step,sigmoid,tanh,relu --last
gives "several layers" "17,1,0,,10,10" sh -c "'$GRADUS' run neuron -s layers=2-3-1 \
    -s 'inputs=1, 1' -s weights=1 -s bias=1 -s activation=relu --last | tail -1"

### weights out and in

deep="-s layers=2-3-1 -s activation=tanh"
# shellcheck disable=SC2086 # several words
neuron $deep -s "weights=1/3, -0.1, 1e-7, 12345.678" -s bias=0.7 --table weights -o w.csv
gives "the columns of weights" "layer,kind,row,col,value" head -1 w.csv
gives "weights, then the bias, unit by unit" "0,W,0,0,0.3333333333333333
0,W,0,1,-0.1
0,b,0,0,0.7" sh -c "sed -n 2,4p w.csv"
# shellcheck disable=SC2086
neuron $deep -s "weights=1/3, -0.1, 1e-7, 12345.678" -s bias=0.7 >typed
# shellcheck disable=SC2086
neuron $deep -s file=w.csv >read
point "read back they give the same bytes" "$(same typed read)"
# shellcheck disable=SC2086
neuron $deep -s file=w.csv --table weights >again
point "and the same table" "$(same w.csv again)"
# shellcheck disable=SC2086
neuron $deep -s file=w.csv -o x.csv
gives "a run with a file is run again" "" sh -c "'$GRADUS' replay x.csv >said 2>&1 || cat said"
sed 's/0\.7/0.8/' w.csv >other.csv && mv other.csv w.csv
fails "but not with another file" 3 "w.csv" "$GRADUS" replay x.csv

### what is wrong with a file

wrong() { # name part contents
    printf 'layer,kind,row,col,value\n%b' "$3" >bad.csv
    fails "$1" 3 "$2" neuron -s file=bad.csv
}
wrong "a number that is none" "bad.csv:2:9: value '1x'" '0,W,0,0,1x\n'
wrong "a kind that is none" "bad.csv:3:3: kind 'B'" '0,W,0,0,1\n0,B,0,0,1\n'
wrong "a layer too far" "bad.csv:2:1: layer '1'" '1,W,0,0,1\n'
wrong "a weight too few" "bad.csv:3:1: the file ends here" '0,W,0,0,1\n0,b,0,0,1\n'
wrong "a row too short" "bad.csv:2:" '0,W,0\n'
wrong "an escape sequence" "bad.csv:2:3" '0,\033[31mW,0,0,1\n'
printf '0,W,0,0,1\n' >bad.csv
fails "no header" 3 "bad.csv:1:1: a file of weights has the columns layer,kind,row,col,value" \
    neuron -s file=bad.csv
fails "no such file" 4 "nowhere.csv" neuron -s file=nowhere.csv
fails "a list that is none" 2 "knob weights: number 2: 'b'" neuron -s "weights=1, b"
fails "too large a net" 2 "knob layers: 1101 units and 101000 weights" neuron -s layers=1000-101

### what leaves the finite

neuron -s inputs=1e200 -s weights=1e200 >out 2>err
point "it ends there, and says so" "$([ $? -eq 0 ] && [ "$(tail -1 out)" = "1,0,0,inf,inf," ] &&
    grep -q "diverged at step 1" err || cat out err)"
finish
