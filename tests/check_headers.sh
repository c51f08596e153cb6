#!/bin/sh
# Every public header compiles alone, no header includes itself through others, the arrows between
# modules point one way (layers.txt), and each outside library is included in one file. Prints TAP.
set -u
cd "$GRADUS_TEST_SRC" || exit 1
layers=tests/layers.txt
count=0

result() { # ok-or-not name [detail]
    count=$((count + 1))
    if [ -z "$2" ]; then echo "ok $count - $1"; else
        echo "not ok $count - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
    fi
}

module_of_header() { # header -> module, or nothing when it is not listed
    sed -n "s/^\([a-z]*\):[^;]*;.* $1\( .*\)\{0,1\}\$/\1/p" "$layers"
}

allowed() { # module -> modules it may include, itself included
    printf '%s ' "$1"
    sed -n "s/^$1: *\([^;]*\);.*/\1/p" "$layers"
}

includes_of() { sed -n 's|^#include "gradus/\([^"]*\)".*|\1|p' "$1"; }

bad_arrows() { # module file
    for header in $(includes_of "$2"); do
        target=$(module_of_header "$header")
        case " $(allowed "$1") " in
            *" $target "*) ;;
            *) echo "$2: $1 must not know $target ($header)" ;;
        esac
    done
}

for header in include/gradus/*.h; do
    errors=$(printf '#include "%s"\n' "${header#include/}" |
        ${CC:-cc} -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Iinclude -fsyntax-only -x c - 2>&1)
    result "${header#include/} compiles alone" "$errors"
done

unlisted=$(for header in include/gradus/*; do
    [ "$(module_of_header "${header##*/}" | wc -l)" -eq 1 ] || echo "$header is not listed once"
done)
result "each public header belongs to one module" "$unlisted"

problems=
for header in include/gradus/*.h; do
    problems=$problems$(bad_arrows "$(module_of_header "${header##*/}")" "$header")
done
for file in src/*/*.c src/*/*.h; do
    module=${file#src/}
    problems=$problems$(bad_arrows "${module%%/*}" "$file")
done
result "the arrows between modules point one way" "$problems"

cycles=$(for header in include/gradus/*.h; do
    for to in $(includes_of "$header"); do echo "${header##*/} $to"; done
done | tsort 2>&1 >/dev/null)
result "no circular includes" "$cycles"

single() { # header file
    found=$(grep -ls "^#include <$1" src/*/*.c src/*/*.h include/gradus/*.h | tr '\n' ' ')
    [ "$found" = "$2 " ] || echo "<$1> is included in: $found(expected $2)"
}
result "each outside library is included in one file" "$(
    single curses.h src/tui/term.c
    single csv.h src/base/csv_io.c
    single yaml.h src/base/yaml_io.c
    single cmark.h src/lesson/markdown.c)"

result "no curses, Check or libvterm outside their places" "$(
    grep -l '#include <\(check\|vterm\)' src/*/*.c include/gradus/*.h)"

echo "1..$count"
