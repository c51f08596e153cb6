#!/bin/sh
# The same bytes from each compiler at -O0 to -O3, at every vector width, and with AVX2 and
# FMA hidden from the C library. Not part of `make check`: it builds the program many times.
# Prints TAP. Run it from anywhere; it finds the sources by its own place.
set -u
GRADUS_TEST_SRC=${GRADUS_TEST_SRC-$(cd "$(dirname "$0")/.." && pwd)}
. "$GRADUS_TEST_SRC/tests/tap.sh"
cd "$GRADUS_TEST_SRC" || exit 1
GRADUS_PATH=$GRADUS_TEST_SRC
export GRADUS_PATH
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
libraries="-lncursesw -ltinfo -lsleef -lcmark -lyaml -lcsv -lm"

build() { # compiler flags output
    # shellcheck disable=SC2046,SC2086 # lists of words
    $1 -std=c17 -D_GNU_SOURCE $2 -ffp-contract=off -Iinclude -DGRADUS_VERSION='"1.0.0"' \
        $(find src -name '*.c' ! -name main.c) src/main.c -o "$3" $libraries 2>&1 &&
        $1 -std=c17 -D_GNU_SOURCE $2 -ffp-contract=off -Iinclude tests/same_bytes.c \
            src/base/elementary.c src/base/error.c src/base/expression*.c src/base/memory.c \
            src/base/number.c src/base/random.c src/base/text.c -o "$3-hashes" -lsleef -lm 2>&1
}

names() { # program family
    "$1" list "$2" | cut -d' ' -f1 | paste -sd, -
}

# Everything that one build prints.
results() { # program
    "$1-hashes"
    "$1" run parameters -s layers=5-8-4-3 -s layers=64-128-10 -s bias=yes,no --seed 1..2
    "$1" run parameters -s layers=3-70000000-5 --table layers
    for experiment in $("$1" list experiments | cut -d' ' -f1); do
        "$1" run "$experiment" --seed 1..3 -n 50
    done
    "$1" run descent -s surface="$(names "$1" surfaces)" -s optimizer=gd,adam -s noise=0.1 \
        -s schedule="$(names "$1" schedules)" -s lr=0.003 -n 20
    "$1" run descent -s surface=rosenbrock,formula,quartic \
        -s optimizer="$(names "$1" optimizers)" -n 50
    "$1" run descent -s surface=formula -s formula="log(1+x^2)*tanh(y)+sqrt(x^2+1)*exp(-y^2)" -n 50
    "$1" run descent -s optimizer=adafactor -s relative=no,yes -s schedule=cosine --table update
    "$1" run regression -s batch=full,7 -s standardise=yes,no -s lr=1e-4 -s test=0.2 -n 40
    "$1" run bins -s dims=1,3 -s bins=7 -s fallback=mean,nearest,stop -s expert=first,sum -n 9
    "$1" run compounding -s world=lane,cliff,forgetful,copy -s learner=clone,dagger \
        -s fallback=majority,random -s beta=0,0.1 -s horizon=30
    "$1" run compounding -s world=rare -s tables=shared,each -s kinds=20,50 -s demos=60
    "$1" run dagger -s world="$(names "$1" worlds)" -s learner="$(names "$1" learners)" \
        -s collect=dagger,dart,gate -s slip=0.1 -s beta=exponential -s trials=20 -n 3
    "$1" run dagger -s map=rooms -s undecided=yes -s imperfect=0.1 -s slip=0.1 --table policy
    for data in obstacle bishop faithful; do
        "$1" run modes -s data=$data -s others=yes -n 8
        "$1" run modes -s data=$data -s head="$(names "$1" heads)" -n 4 --table samples
        "$1" run modes -s data=$data -s head=diffusion -s sampler=ddim -n 4 --table samples
    done
    "$1" run denoise -s noise=cosine,linear -s sampler=ddpm,ddim --table samples
    "$1" run race -s surface="$(names "$1" surfaces)" -s methods="$(names "$1" optimizers)" -n 20
}

# The weights after 2,000 updates; without optimisation that would take too long.
weights() { # program
    "$1" run train -s layers=64-128-128-10 -s activation=tanh -n 2000 --table weights
    "$1" run train -s layers=64-128-128-10 -s optimizer=gd -s lr=0.01 -s batch=1 -n 2000 \
        --table weights
    "$1" run train -s layers=64-128-128-10 -s batch=full -s activation=softplus -n 20 \
        --table weights
}

# What a program prints is what the first one printed.
compare() { # name what program environment...
    name=$1 what=$2 program=$3
    shift 3
    # shellcheck disable=SC2163 # the words are assignments
    (export "$@"; "$what" "$program") >"$scratch/now" 2>&1
    [ -f "$scratch/first-$what" ] || cp "$scratch/now" "$scratch/first-$what"
    point "$name" "$(diff "$scratch/first-$what" "$scratch/now" | head -20)"
}

for compiler in gcc clang; do
    command -v $compiler >/dev/null || { skip "$compiler" "not installed"; continue; }
    for level in "-O0" "-O1" "-O2" "-O3" "-O3 -march=native"; do
        program=$scratch/program
        built=$(build $compiler "$level" "$program")
        [ -z "$built" ] || { point "$compiler $level builds" "$built"; continue; }
        for width in 2 4 8; do
            compare "$compiler $level, vectors of $width" results "$program" GRADUS_SIMD=$width
            [ "$level" = -O0 ] ||
                compare "$compiler $level, weights, vectors of $width" weights "$program" \
                    GRADUS_SIMD=$width
        done
        compare "$compiler $level, AVX2 and FMA hidden" results "$program" \
            GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA
    done
done
point "there is something to compare" "$([ "$(wc -l <"$scratch/first-results")" -gt 5000 ] ||
    cat "$scratch/first-results")"
point "there are weights to compare" "$([ "$(wc -l <"$scratch/first-weights")" -gt 50000 ] ||
    cat "$scratch/first-weights")"
finish
