#!/bin/sh
# shellcheck disable=SC1003,SC2016 # backslashes and backquotes are meant as they are
# Hostile words inside files: everywhere in a lesson, as they are and spelled as YAML and Markdown
# spell what cannot be typed; in the cells of a CSV; in a capsule. None of them comes out on
# standard output or standard error. Prints TAP.
set -u
# shellcheck source=tests/hostile.sh
. "$GRADUS_TEST_SRC/tests/hostile.sh"
"$GRADUS" run parameters -o good.csv

# A sound lesson, and where a word may stand in it.
cat >template <<'END'
---
title: t@title@
objective: o@objective@
---

# l@lesson@

## p@page@

prose@prose@ **bold@bold@**

> quote@quote@

- item@item@

`code@code@`

| a@head@ | b |
|---|---|
| c@cell@ | d |

```sh@info@
# @comment@
```

```experiment
experiment: parameters@experiment@
set: {layers@knob@: 5-8-4-3@value@}
plots: [network@plot@]
goal: finished@goal@
```

```ask
id: first@id@
question: which?@question@
kind: choice@kind@
options:
  - text: "one@option@"
    when: 1 > 0@when@
  - text: other
    when: 1 < 0
hints: [think@hint@]
explain: so@explain@
```

```ask
id: second
question: how many?
kind: number
answer: 1@answer@
wrong: {"2@wrong@": "not@message@"}
```
END

# lessons WORD [PLACE]: the lesson with the word at each of its places in turn, as PLACE.md; or at that
# one alone, on standard output.
lessons() {
    WORD=$1 PLACE=${2-} LC_ALL=C awk '
        function filled(line, place,    at, rest, name) {
            for (rest = ""; (at = match(line, /@[a-z]+@/)) > 0; line = substr(line, at + RLENGTH)) {
                name = substr(line, at + 1, RLENGTH - 2)
                rest = rest substr(line, 1, at - 1) (name == place ? ENVIRON["WORD"] : "")
            }
            return rest line
        }
        { lines[NR] = $0 }
        match($0, /@[a-z]+@/) {
            for (line = $0; match(line, /@[a-z]+@/) > 0; line = substr(line, RSTART + RLENGTH))
                places[substr(line, RSTART + 1, RLENGTH - 2)]
        }
        END {
            if (ENVIRON["PLACE"] != "") {
                for (i = 1; i <= NR; i++)
                    print filled(lines[i], ENVIRON["PLACE"])
                exit
            }
            for (place in places)
                for (i = 1; i <= NR; i++)
                    print filled(lines[i], place) >(place ".md")
        }' "$folder/template"
}

in_lessons() {
    lessons "$1"
    safe "in a lesson" "$GRADUS" check -- *.md
    for place in title prose cell question hint; do
        safe "in a lesson's $place, show" "$GRADUS" show $place.md
        safe "in a lesson's $place, frame" "$GRADUS" frame $place.md
        safe "in a lesson's $place, plain" "$GRADUS" --plain $place.md
    done
    go_on
    rm -f -- *.md
    lessons '' none >sound.md
}

# The word as Markdown has characters by number, and as a YAML string has bytes.
spelled() {
    numbers=$(printf '%s' "$1" | iconv -f UTF-8 -t UTF-32BE 2>/dev/null | od -An -v -tx1 |
        tr -d ' \n' | sed 's/......../&\n/g' | sed -n 's/^0*\([0-9a-f][0-9a-f]*\)$/\&#x\1;/p' |
        tr -d '\n')
    lessons "$numbers" prose >number.md
    lessons "$numbers" cell >cell.md
    bytes=$(printf '%s' "$1" | od -An -v -tx1 | sed 's/ /\\x/g' | tr -d '\n')
    lessons "$bytes" title | sed 's/^title: \(.*\)/title: "\1"/' >bytes.md
    lessons "$bytes" question | sed 's/^question: \(which.*\)/question: "\1"/' >question.md
    for verb in show frame; do
        for file in number cell bytes question; do
            safe "spelled in a $file, $verb" "$GRADUS" $verb $file.md
        done
    done
}

in_tables() {
    cp good.run.yaml head.run.yaml
    cp good.run.yaml cell.run.yaml
    printf 'step,%s,outputs,weights,biases,parameters,total\n0,,,,,,0\n' "$1" >head.csv
    sed "s/^1,5/1,5x/" good.csv | sed "s/5x/&$(printf '%s' "$1" | tr -d '/\\&')/" >cell.csv
    printf 'experiment: "%s"\n' "$1" >capsule.run.yaml
    cp good.csv capsule.csv
    for file in head cell capsule; do
        safe "in the $file of a CSV" "$GRADUS" replay $file.csv
    done
    safe "in a capsule" "$GRADUS" replay "{experiment: $1}"
}

in_settings() {
    mkdir -p settings/gradus
    for line in "$1: 1" "speed: $1" "theme: \"$1\"" "keys: {$1: x}" "keys: {step: \"$1\"}"; do
        printf '%s\n' "$line" >settings/gradus/settings.yaml
        safe "in the settings" env XDG_CONFIG_HOME="$folder/settings" "$GRADUS" sound.md
        go_on
    done
}

lessons '' none >sound.md
"$GRADUS" check sound.md >out 2>&1
point "the lesson is sound without a word in it" "$(grep -v ' lines of \| all well' out)"
for_each_word in_lessons spelled in_settings in_tables
finish
