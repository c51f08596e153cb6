#!/bin/sh
# shellcheck disable=SC2015,SC2016,SC2086 # short tests; quoted dollars and lists of words are meant
# The manual page and the shell completions: they say what the program says, they are right for the
# tools that read them, and `make install` puts them where those look. Prints TAP.
set -u
# shellcheck source=tests/tap.sh
. "$GRADUS_TEST_SRC/tests/tap.sh"
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
build=$(dirname "$GRADUS")
cd "$folder" || exit 1
PATH=$build:$PATH
cp "$build/doc/gradus.1" "$build/doc/gradus.bash" "$build/doc/_gradus" "$build/doc/gradus.fish" . ||
    exit 1
verbs=$("$GRADUS" --help | sed -n '/^Verbs/,/^$/s/^  \([a-z]*\) .*/\1/p')

lesson=$("$GRADUS" list lessons | sed -n '1s/ .*//p')

has() { command -v "$1" >/dev/null; }

# lacks FILE: each line of standard input that is not in the file.
lacks() {
    while IFS= read -r line; do
        grep -qF -- "$line" "$1" || printf 'missing: %s\n' "$line"
    done
}

# The page in plain words, without roff's fonts, escapes and requests.
plain_page() {
    sed -e 's/\\f[BIRP]//g' -e 's/\\-/-/g' -e 's/\\&//g' -e "s/\\\\(aq/'/g" -e 's/\\(dq/"/g' \
        -e 's/\\(ha/^/g' -e 's/\\(ti/~/g' -e 's/\\(rs/\\/g' -e 's/\\ / /g'
}
plain_page <gradus.1 >page

help_of() { # VERB or nothing: what --help says, without the list of verbs
    "$GRADUS" $1 --help | sed '/^Verbs/,/^$/d'
}

# The part of the page about a verb, or about the workbench.
part_of() { # VERB or nothing
    sed -n "/^\.S[HS] $([ -z "$1" ] && echo OPTIONS || echo "gradus $1")\$/,/^\.S[HS]/p" page
}

### the manual page says what --help says

point "there are verbs to look for" "$([ "$(echo "$verbs" | wc -l)" -ge 6 ] || echo "$verbs")"
for verb in "" $verbs; do
    help_of "$verb" >help
    part_of "$verb" >part
    point "each option of 'gradus $verb' is in the page" "$(
        grep -o -- '^  \(-., \|    \)--[a-z]*\(=[^ ]*\)\?' help | sed 's/^ *//' | lacks part)"
    # each row's words, joined again where they were wrapped
    sed -n '/^$/,$p' help | awk '
        function say() { if (words != "") print words; words = "" }
        /^  (-|    --|[A-Z])/ { say(); sub(/^ +(-., )?(--[a-z]+(=[^ ]+)?|[A-Z]+) */, ""); words = $0; next }
        /^   / { sub(/^ +/, ""); words = words (words == "" ? "" : " ") $0; next }
        { say(); on = /^[A-Z]/ }
        END { say() }' | sed 's/`//g; s/^.//' >words
    point "there are words in the help of 'gradus $verb'" "$([ -s words ] || cat help)"
    point "what 'gradus $verb --help' says of each is in the page" "$(lacks part <words)"
done
point "each verb has a part with its summary" "$("$GRADUS" --help |
    sed -n '/^Verbs/,/^$/s/^  [a-z]* *\(.*\)/\1/p' | sed 's/^.//; s/$/./' | lacks page)"
point "each verb is in the synopsis" "$(printf '.SY "gradus %s"\n' $verbs | lacks page)"
point "what is in the usage lines is in the synopsis" "$(for verb in "" $verbs; do
    help_of "$verb" | sed -n 's/^usage: gradus //; /^       gradus VERB/d; /^$/q; s/^ *//p' |
        sed "s/^$verb //" | tr ' ' '\n' | grep . | lacks page; done)"

### and what the table of actions says

# rows MACRO PATTERN FILE: what each row of a table says, as the compiler reads it
rows() {
    printf '#define %s @@ %s\n#include "gradus/%s"\n' "$1" "$2" "$3" |
        ${CC:-cc} -E -P -I "$GRADUS_TEST_SRC/include" -x c - | tr '\n' ' ' |
        sed 's/@@ */\n/g' | grep . | sed 's/\\"/\a/g; s/" *"//g; s/"//g; s/\a/"/g; s/`//g; s/ *| */|/g; s/ *$//'
}
rows 'GR_ACTION(id, context, keys, name, help)' 'keys | name: help (context.id)' actions.def |
    sed 's/ : /: /; s/ \. /./; s/([A-Z_]*\.[A-Z_]*)$/\L&/' >actions
point "each action is read" "$([ "$(wc -l <actions)" -ge 30 ] &&
    [ "$(wc -l <actions)" -eq "$(grep -c '^GR_ACTION(' \
        "$GRADUS_TEST_SRC/include/gradus/actions.def")" ] || cat actions)"
awk '/^\.TP/ { getline keys; getline words; print keys "|" words }' page >pairs
point "each action's keys, name and help are in the page together" "$(lacks pairs <actions)"

rows 'GR_COMMAND(id, word, arguments, help)' ':word ^ arguments | help' commands.def |
    sed 's/ *^ */ /; s/ |/|/' >typed
point "each command is read" "$([ "$(wc -l <typed)" -ge 10 ] || cat typed)"
point "each command's word, argument and help are in the page together" "$(lacks pairs <typed)"

rows 'GR_SETTING(name, values, standard, help)' 'name | values | standard | help' settings.def >settings
point "each setting is read" "$([ "$(wc -l <settings)" -ge 5 ] || cat settings)"
awk '/^\.TP/ { getline first; getline help; getline standard; print first "|" help "|" standard }' page |
    sed 's/: /|/' >entries
point "each setting's values, words and standard are in the page together" "$(
    while IFS='|' read -r name values standard help; do
        echo "$name|$values|$(echo "$help" | sed 's/^./\U&/').|The standard: $standard."
    done <settings | lacks entries)"

# "1 step: one step forward ..." in the dialogue's own help
printf '%s\n' "open $lesson" help quit | COLUMNS=1000 "$GRADUS" --plain |
    sed -n 's/^> //; s/ (not now)$//; s/^\([0-9][0-9]*\) \([a-z-]*\): \(.*\)/\1. \2|\3/p' >commands
awk '/^\.TP/ { getline name; getline help; sub(/  .*/, "", name); print name "|" help }' page >said
point "the dialogue's help is read" "$([ "$(wc -l <commands)" -ge 10 ] || cat commands)"
point "each command of the plain dialogue is in the page" "$(lacks said <commands)"

### and what the program asks its surroundings

point "each variable that the program reads is in ENVIRONMENT" "$(
    sed -n '/^\.SH ENVIRONMENT/,/^\.SH EXIT/p' page >environment
    cat "$GRADUS_TEST_SRC"/src/*/*.c | grep -o '"\(XDG_[A-Z_]*\|GRADUS_[A-Z]*\|HOME\)"' |
        tr -d '"' | sort -u | lacks environment
    cat "$GRADUS_TEST_SRC"/src/*/*.c | sed -n 's/.*getenv("\([A-Z_]*\)").*/\1/p' | sort -u |
        lacks environment)"
for section in NAME SYNOPSIS DESCRIPTION OPTIONS VERBS KEYS COMMANDS "PLAIN DIALOGUE" SETTINGS "CSV AND CAPSULES" EXPERIMENTS FILES ENVIRONMENT \
    "EXIT STATUS" EXAMPLES "SEE ALSO"; do echo ".SH $section"; done >sections
for family in experiments heads learners; do
    point "each of the $family is in the page with its summary" "$("$GRADUS" list $family |
        sed 's/^\([^ ]*\)  */\1|/' | lacks pairs)"
done
point "the sections, in their order" "$(grep '^\.SH' page | diff sections - )"
point "the version is this program's" "$("$GRADUS" --version | lacks page)"

ln -s "$GRADUS_TEST_SRC/lessons" lessons
sed -n '/^\.SH EXAMPLES/,/^\.SH SEE/s/^\.B gradus \(--plain .*\|[a-z].*\)/\1/p' page >examples
point "there are examples" "$([ "$(wc -l <examples)" -ge 7 ] || cat examples)"
export GRADUS_STUDENT=ann XDG_STATE_HOME="$folder/state" # something done, and handed in
mkdir -p class/submitted/ann/030-parameters
printf 'skip\nplay\nhand-in class/submitted/ann/030-parameters/x.csv\nquit\n' |
    "$GRADUS" --plain 030 >/dev/null
while IFS= read -r words; do
    point "the example 'gradus $words' does it" "$({ eval "gradus $words" 2>&1 >/dev/null </dev/null ||
        echo "status $?"; } | grep -v '^gradus: 1 hand-in graded')"
done <examples
mkdir -p config/gradus
sed -n '/^\.RS 4/,/^\.RE/p' page | grep -v '^\.' >config/gradus/settings.yaml
refusal() { XDG_CONFIG_HOME=$folder/config TERM=dumb "$GRADUS" </dev/null 2>&1 | grep settings.yaml; }
point "the example of settings is understood" "$([ -s config/gradus/settings.yaml ] && refusal)"
echo 'spead: 3' >>config/gradus/settings.yaml
point "one that is wrong is refused" "$(refusal | grep -q "settings.yaml:[0-9]*:[0-9]*: " ||
    echo "nothing was said")"

### it can be read

if has groff; then
    point "groff has nothing to warn of" "$(groff -man -Tutf8 -ww -z gradus.1 2>&1)"
    point "no line is wider than 80 columns" "$(
        groff -man -Tascii -P-cbou -rLL=78n gradus.1 2>&1 | awk 'length > 80')"
else
    skip "groff has nothing to warn of" "groff is not here"
    skip "no line is wider than 80 columns" "groff is not here"
fi
if has man && has groff; then
    point "man has nothing to warn of" "$(LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z \
        ./gradus.1 2>&1 >/dev/null)"
else
    skip "man has nothing to warn of" "man is not here"
fi
if has mandoc; then # a date would make the bytes depend on the day
    point "mandoc has nothing to warn of" "$(mandoc -Tlint -W warning gradus.1 |
        grep -v 'missing date')"
else
    skip "mandoc has nothing to warn of" "mandoc is not here"
fi

### bash

# What bash would offer behind this line, a word each.
bash_offers() { # LINE
    bash --norc -c '
        . ./gradus.bash
        COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDBREAKS=$'"' \\t\\n\"\\'><=;|&(:'"'
        words=${1//=/ = } # as readline parts a line
        read -ra COMP_WORDS <<<"$words"
        [[ $1 != *" " ]] || COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _gradus gradus "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        ((${#COMPREPLY[@]} == 0)) || printf "%s\n" "${COMPREPLY[@]}"' bash "$1" 2>&1 | LC_ALL=C sort -u | tr '\n' ' '
}
offers() { # SHELL LINE WORDS
    actual=$("$1_offers" "$2")
    point "$1 completes '$2'" "$([ "$actual" = "$3${3:+ }" ] ||
        printf 'expected: %s\nactual:   %s\n' "$3" "$actual")"
}
knows() { # SHELL LINE WORDS: these are among those offered
    actual=" $("$1_offers" "$2")"
    point "$1 completes '$2' with $3" "$(for word in $3; do
        case $actual in *" $word "*) ;; *) echo "$word is not in:$actual" ;; esac; done)"
}

: >x.csv
: >x.md
mkdir xs.csv
all_verbs=$(printf '%s ' $verbs)
experiment=$("$GRADUS" list experiments | sed -n '1s/ .*//p')
if has bash; then
    point "bash loads it" "$(bash --norc -c 'set -eu; . ./gradus.bash; complete -p gradus' 2>&1 |
        grep -vx 'complete -F _gradus gradus')"
    knows bash "gradus " "$all_verbs$lesson x.md"
    offers bash "gradus ru" "run"
    offers bash "gradus run para" "parameters"
    knows bash "gradus run " "$experiment"
    offers bash "gradus run parameters " ""
    offers bash "gradus run parameters -s " "bias= layers="
    offers bash "gradus run parameters -s la" "layers="
    offers bash "gradus run parameters --set=bi" "bias="
    offers bash "gradus run parameters -s bias=no --last --table la" "layers"
    offers bash "gradus run -n 3 para" "parameters"
    offers bash "gradus run parameters --table=" "layers"
    offers bash "gradus run parameters -o x" "x.csv x.md xs.csv"
    offers bash "gradus frame --color=m" "mono"
    offers bash "gradus frame --color m" "mono"
    offers bash "gradus replay x" "x.csv xs.csv"
    offers bash "gradus check -- -" ""
    knows bash "gradus check x.md " "$lesson x.md xs.csv"
    knows bash "gradus list " "experiments lessons plots"
    knows bash "gradus show " "$experiment $lesson line"
    for verb in "" $verbs; do
        wanted=$(help_of "$verb" | sed -n 's/^  \(-., \|    \)\(--[a-z]*=\?\).*/\2/p' |
            LC_ALL=C sort -u | tr '\n' ' ')
        offers bash "gradus $verb${verb:+ }--" "${wanted% }"
    done
    if has shellcheck; then
        point "shellcheck has nothing against it" "$(shellcheck -s bash gradus.bash)"
    else
        skip "shellcheck has nothing against it" "shellcheck is not here"
    fi
else
    skip "bash completes" "bash is not here"
fi

### zsh and fish

if has zsh; then
    point "zsh can read it" "$(zsh -n _gradus 2>&1)"
    point "zsh knows whose it is" "$(head -1 _gradus | grep -vx '#compdef gradus')"
    point "zsh knows each option" "$(for verb in "" $verbs; do
        sed -n "/^        ('$verb')/,/;;\$/p" _gradus >of_verb
        help_of "$verb" | sed -n 's/^  \(-., \|    \)\(--[a-z]*=\?\).*/\2/p' | lacks of_verb
    done)"
else
    skip "zsh can read it" "zsh is not here"
fi
fish_offers() { # LINE
    HOME=$folder fish --no-config -c 'source gradus.fish; complete -C $argv[1]' "$1" 2>&1 |
        sed 's/\t.*//' | LC_ALL=C sort -u | tr '\n' ' '
}
if has fish; then
    point "fish can read it" "$(fish -n gradus.fish 2>&1)"
    knows fish "gradus " "$all_verbs$lesson x.md"
    offers fish "gradus run para" "parameters"
    offers fish "gradus run parameters " ""
    offers fish "gradus run parameters -s " "bias= layers="
    offers fish "gradus run parameters -s bias=no --table la" "layers"
    offers fish "gradus frame --color=m" "--color=mono"
    knows fish "gradus check x.md " "$lesson x.md"
    for verb in "" $verbs; do
        wanted=$(help_of "$verb" | sed -n 's/^  \(-., \|    \)\(--[a-z]*\).*/\2/p' |
            LC_ALL=C sort -u | tr '\n' ' ')
        offers fish "gradus $verb${verb:+ }--" "${wanted% }"
    done
else
    skip "fish can read it" "fish is not here"
fi

### installed

if [ -f "$build/Makefile" ] && has make; then
    installed=$folder/installed
    make_quietly() { MAKEFLAGS='' make -s -C "$build" "$1" DESTDIR="$installed" prefix=/usr; }
    point "make install" "$(make_quietly install >log 2>&1 || tail -20 log)"
    share=$installed/usr/share
    point "each is where it is looked for" "$(
        cmp gradus.1 "$share/man/man1/gradus.1" 2>&1
        cmp gradus.bash "$share/bash-completion/completions/gradus" 2>&1
        cmp _gradus "$share/zsh/site-functions/_gradus" 2>&1
        cmp gradus.fish "$share/fish/vendor_completions.d/gradus.fish" 2>&1)"
    point "the lessons and data are too" "$(for file in lessons/030-parameters.md \
        datasets/lincoln.csv; do cmp "$GRADUS_TEST_SRC/$file" "$share/gradus/$file" 2>&1; done)"
    point "the program runs where it was installed" "$("$installed/usr/bin/gradus" --version |
        grep -vx "$("$GRADUS" --version)")"
    point "make uninstall" "$(make_quietly uninstall >log 2>&1 || tail -20 log)"
    point "it leaves nothing behind" "$(find "$installed" ! -type d)"
else
    skip "make install" "there is no Makefile here"
fi
finish
