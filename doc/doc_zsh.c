/* zsh: the arguments of each verb for _arguments. */
#include "doc.h"

#include <string.h>

/* Within single quotes, in a place where these characters have a meaning. */
static void put_escaped(gr_text *out, const char *words, const char *special)
{
    for (; *words != '\0'; words++) {
        if (*words == '\'')
            gr_text_add(out, "'\\''");
        else if (strchr(special, *words) != NULL)
            gr_text_addf(out, "\\%c", *words);
        else
            gr_text_addn(out, words, 1);
    }
}

/* ":FILE: _gradus_names file"; the blank keeps _arguments from adding words of its own. */
static void put_argument(gr_text *out, const gr_cli_entry *row)
{
    gr_text_add(out, ":");
    put_escaped(out, row->argument, ":\\");
    gr_text_add(out, ": _gradus_names");
    gr_doc_put_sources(out, row);
}

/* '(-o --output)'{-o+,--output=}'[help]:FILE:...', with * in place of the brackets for one that may
 * be given again. */
static void put_option(gr_text *out, const gr_cli_entry *row)
{
    bool takes = row->argument != NULL, letter = gr_cli_letter(row) != '\0';
    const char *plus = takes ? "+" : "", *equals = takes ? "=" : "";

    if (row->many)
        gr_text_add(out, "'*'");
    else if (letter)
        gr_text_addf(out, "'(-%c --%s)'", gr_cli_letter(row), row->name);
    if (letter)
        gr_text_addf(out, "{-%c%s,--%s%s}'[", gr_cli_letter(row), plus, row->name, equals);
    else
        gr_text_addf(out, "'--%s%s[", row->name, equals);
    put_escaped(out, row->help, "[]:\\");
    gr_text_add(out, "]");
    if (takes)
        put_argument(out, row);
    gr_text_add(out, "'");
}

/* Operands of which one is chosen are one to _arguments. */
static void put_operand(gr_text *out, const gr_verb *verb, size_t i)
{
    const gr_cli_entry *row = gr_cli_row(verb, i);

    if (row->many)
        gr_text_add(out, "'*");
    else
        gr_text_addf(out, "'%d%s", gr_doc_operand(verb, i), row->optional ? ":" : "");
    put_argument(out, row);
    for (; row->or_next; row = gr_cli_row(verb, i))
        gr_doc_put_sources(out, gr_cli_row(verb, ++i));
    gr_text_add(out, verb == &gr_verb_workbench ? " verbs'" : "'");
}

static void put_entry(gr_text *out, const gr_verb *verb, size_t i)
{
    const gr_cli_entry *row = gr_cli_row(verb, i);

    if (row->name == NULL && i > 0 && gr_cli_row(verb, i - 1)->or_next)
        return;
    gr_text_add(out, " \\\n            ");
    if (row->name != NULL)
        put_option(out, row);
    else
        put_operand(out, verb, i);
}

static void put_verb(gr_text *out, const gr_verb *verb)
{
    gr_text_addf(out, "        ('%s') _arguments -s -S", verb->name);
    for (size_t i = 0; gr_cli_row(verb, i) != NULL; i++)
        put_entry(out, verb, i);
    gr_text_add(out, " ;;\n");
}

void gr_doc_put_zsh(gr_text *out)
{
    gr_text_add(out, "typeset -ga _gradus_verbs=(\n");
    for (size_t i = 0; gr_cli_verb(i) != NULL; i++) {
        gr_text_addf(out, "    '%s:", gr_cli_verb(i)->name);
        put_escaped(out, gr_cli_verb(i)->summary, "\\");
        gr_text_add(out, "'\n");
    }
    gr_text_add(out, ")\n\n_gradus_arguments() # VERB\n{\n    case $1 in\n");
    for (size_t i = 0; gr_doc_verb(i) != NULL; i++)
        put_verb(out, gr_doc_verb(i));
    gr_text_add(out, "    esac\n}\n");
}
