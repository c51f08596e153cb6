#!/bin/sh
# shellcheck disable=SC1003,SC2016 # backslashes and backquotes are meant as they are
# Hostile words (escape sequences, C1, bidirectional and zero-width controls, broken UTF-8) on every
# way into the program: none comes out on standard output or standard error. Prints TAP.
set -u
# shellcheck source=tests/command.sh
. "$GRADUS_TEST_SRC/tests/command.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
"$GRADUS" run parameters -o good.csv
problems=

# safe WAY COMMAND...: its status is one of the program's own, and what it prints is put with the
# rest, to be looked at together.
safe() {
    echo "== $1" >>printed
    shift
    "$@" >>printed 2>&1 </dev/null
    status=$?
    [ "$status" -le 4 ] || problems="$problems
status $status: $(tail -n 3 printed)"
}

as_words() {
    safe "value" "$GRADUS" run parameters -s "layers=$1"
    safe "knob" "$GRADUS" run parameters -s "$1=3"
    safe "experiment" "$GRADUS" run "$1"
    safe "lesson" "$GRADUS" "$1"
    safe "option" "$GRADUS" run parameters "--$1"
    safe "short option" "$GRADUS" frame "-$1"
    safe "page" "$GRADUS" frame 030 --page "$1"
    safe "seed" "$GRADUS" run parameters --seed "$1"
    safe "table" "$GRADUS" run parameters --table "$1"
    safe "output" "$GRADUS" run parameters -o "no/$1/x.csv"
    safe "family" "$GRADUS" list "$1"
    safe "name" "$GRADUS" show "$1"
    safe "place" env GRADUS_PATH="$1:/$1" "$GRADUS" frame nosuch
}

as_files() {
    case $1 in
        */*) return ;;
    esac
    printf -- '---\ntitle: t\n---\n\n## p\n\ntext\n' >"n$1.md"
    for verb in check show frame; do
        safe "a lesson's name, $verb" "$GRADUS" $verb "./n$1.md"
    done
    safe "a missing lesson" "$GRADUS" check "./gone$1.md"
    safe "a file's name" "$GRADUS" run parameters -o "x$1.csv"
    safe "a file's name, replay" "$GRADUS" replay "x$1.csv"
    safe "a missing file" "$GRADUS" replay "gone$1.csv"
    rm -f -- "n$1.md" "x$1.csv" "x$1.run.yaml"
}

as_contents() {
    printf -- '---\ntitle: "%s"\n---\n\n## p\n\ntext\n' "$1" >title.md
    printf -- '---\ntitle: t\n---\n\n## p %s\n\n- %s\n\n    %s\n' "$1" "$1" "$1" >prose.md
    printf -- '---\ntitle: t\n---\n\n## p\n\n```experiment\nexperiment: "%s"\n```\n' "$1" >block.md
    printf -- '---\ntitle: t\n---\n\n## p\n\n```experiment\nexperiment: parameters\nset: {%s: 1}\n```\n' \
        "$1" >knob.md
    for lesson in title prose block knob; do
        safe "in a lesson's $lesson" "$GRADUS" check $lesson.md
    done
    for verb in show frame; do
        safe "in a lesson's title, $verb" "$GRADUS" $verb title.md
    done
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

# Words as printf %b has them.
while read -r word; do
    hostile=$(printf '%b.' "$word")
    hostile=${hostile%.}
    printf '%s' "$hostile" >raw
    problems=
    : >printed
    clean raw && problems="
the word itself is taken for clean"
    as_words "$hostile"
    as_files "$hostile"
    as_contents "$hostile"
    clean printed || problems="$problems
$(sed -n l printed | grep -B 1 '[\\][0-9bafrv]')"
    point "hostile: $(printf '%s' "$word" | tr '\\' '^')" "$(printf '%s' "$problems" | sed '/^$/d')"
done <<'END'
\0033[31m
\0033[2J
\0033[H\0033[J
\0033[?1049h
\0033[6n
\0033[c
\0033[5i
\0033[8;1;1t
\0033[21t
\0033[?1000h
\0033[999999999C
\0033c
\0033(0
\0033#8
\0033]0;title\0007
\0033]0;title\0033\\\\
\0033]2;unterminated
\0033]8;;http://x\0033\\\\link\0033]8;;\0033\\\\
\0033]52;c;ZXZpbA==\0007
\0033]4;1;?\0007
\0033]11;?\0033\\\\
\0033P1$r0m\0033\\\\
\0033P+q544e\0033\\\\
\0033Punterminated
\0033_application\0033\\\\
\0033^privacy\0033\\\\
\0033X string\0033\\\\
\0033\0033
\0033
\0302\023331m
\0302\02350;t\0302\0234
\0302\0220q\0302\0234
\0302\0205
\0302\0237x\0302\0234
\023331m
\02350;t\0234
\0220
\0205
\0007
\0010\0010\0010
\0015overwritten
\0013\0014
\0016\0017
\0177\0177
\0001\0002\0003
\0342\0200\0256txt.exe
\0342\0201\0246a\0342\0201\0251
\0342\0200\0216\0342\0200\0217
\0330\0234
\0342\0200\0213
\0342\0200\0215
\0342\0201\0240
\0357\0273\0277
\0302\0255
\0342\0200\0250
\0300\0233[31m
\0340\0200\0233[31m
\0360\0200\0200\0233[31m
\0355\0240\0200
\0364\0220\0200\0200
\0370\0210\0200\0200\0200
\0342\0200
\0377\0376
\0303
a\0200b
\0357\0277\0276
END
finish
