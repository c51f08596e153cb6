#!/bin/sh
# shellcheck disable=SC1003,SC2016 # backslashes and backquotes are meant as they are
# Hostile words inside files: everywhere in a lesson, as they are and spelled as YAML and Markdown
# spell what cannot be typed; in the cells of a CSV; in a capsule. None of them comes out on
# standard output or standard error. Prints TAP.
set -u
# shellcheck source=tests/hostile.sh
. "$GRADUS_TEST_SRC/tests/hostile.sh"
"$GRADUS" run parameters -o good.csv

# A sound lesson with a word at one place of it, or with none.
places="title objective lesson page prose bold quote item code cell head info comment
    experiment knob value plot goal id question kind option when hint wrong message explain answer"
lesson() { # PLACE WORD
    for place in $places; do
        eval "$place="
    done
    eval "$1=\$2"
    cat <<END
---
title: t$title
objective: o$objective
---

# l$lesson

## p$page

prose$prose **bold$bold**

> quote$quote

- item$item

\`code$code\`

| a$head | b |
|---|---|
| c$cell | d |

\`\`\`sh$info
# $comment
\`\`\`

\`\`\`experiment
experiment: parameters$experiment
set: {layers$knob: 5-8-4-3$value}
plots: [network$plot]
goal: finished$goal
\`\`\`

\`\`\`ask
id: first$id
question: which?$question
kind: choice$kind
options:
  - text: "one$option"
    when: 1 > 0$when
  - text: other
    when: 1 < 0
hints: [think$hint]
explain: so$explain
\`\`\`

\`\`\`ask
id: second
question: how many?
kind: number
answer: 1$answer
wrong: {"2$wrong": "not$message"}
\`\`\`
END
}

in_lessons() {
    for place in $places; do
        lesson "$place" "$1" >"$place.md"
    done
    safe "in a lesson" "$GRADUS" check -- *.md
    for place in title prose cell question hint; do
        safe "in a lesson's $place, show" "$GRADUS" show $place.md
        safe "in a lesson's $place, frame" "$GRADUS" frame $place.md
        safe "in a lesson's $place, plain" "$GRADUS" --plain $place.md
    done
    rm -f -- *.md
    lesson none "" >sound.md
}

# The word as Markdown has characters by number, and as a YAML string has bytes.
spelled() {
    numbers=$(printf '%s' "$1" | iconv -f UTF-8 -t UTF-32BE 2>/dev/null | od -An -v -tx1 |
        tr -d ' \n' | sed 's/......../&\n/g' | sed -n 's/^0*\([0-9a-f][0-9a-f]*\)$/\&#x\1;/p' |
        tr -d '\n')
    lesson prose "$numbers" >number.md
    lesson cell "$numbers" >cell.md
    bytes=$(printf '%s' "$1" | od -An -v -tx1 | sed 's/ /\\x/g' | tr -d '\n')
    lesson title "$bytes" | sed 's/^title: \(.*\)/title: "\1"/' >bytes.md
    lesson question "$bytes" | sed 's/^question: \(which.*\)/question: "\1"/' >question.md
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
    done
}

lesson none '' >sound.md
"$GRADUS" check sound.md >out 2>&1
point "the lesson is sound without a word in it" "$(grep -v ' lines of \| all well' out)"
for_each_word in_lessons spelled in_settings in_tables
finish
