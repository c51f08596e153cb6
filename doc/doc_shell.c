/* What the completions of all shells share. */
#include "doc.h"

#include <string.h>

const gr_verb *gr_doc_verb(size_t i)
{
    return i == 0 ? &gr_verb_workbench : gr_cli_verb(i - 1);
}

int gr_doc_operand(const gr_verb *verb, size_t i)
{
    int number = 1;

    for (size_t before = 0; before < i; before++) {
        const gr_cli_entry *row = gr_cli_row(verb, before);
        number += row->name == NULL && !row->or_next;
    }
    return number;
}

void gr_doc_put_quoted(gr_text *out, const char *words, const char *quote, const char *backslash)
{
    for (; *words != '\0'; words++) {
        if (*words == '\'')
            gr_text_add(out, quote);
        else if (*words == '\\')
            gr_text_add(out, backslash);
        else
            gr_text_addn(out, words, 1);
    }
}

static void put_names(gr_text *out, const char *kind, const char *names)
{
    while (names != NULL && *names != '\0') {
        size_t length = strcspn(names, " ");
        gr_text_addf(out, " %s=%.*s", kind, (int)length, names);
        names += length + strspn(names + length, " ");
    }
}

void gr_doc_put_sources(gr_text *out, const gr_cli_entry *row)
{
    size_t before = out->length;

    for (size_t i = 0; row->word != NULL && row->word(i) != NULL; i++)
        gr_text_addf(out, " word=%s", row->word(i));
    put_names(out, "listed", row->listed);
    if (row->shown != NULL) /* a name that a value follows keeps its = */
        gr_text_addf(out, " shown=%s%s", row->shown, strchr(row->argument, '=') ? "=" : "");
    if (row->files != NULL && row->files[0] == '\0')
        gr_text_add(out, " file");
    put_names(out, "file", row->files);
    if (out->length == before)
        gr_text_add(out, " text");
}
