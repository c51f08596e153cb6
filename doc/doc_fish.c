/* fish: a line for each option and operand. */
#include "doc.h"

static void put_description(gr_text *out, const char *words)
{
    gr_text_add(out, " -d '");
    gr_doc_put_quoted(out, words, "\\'", "\\\\");
    gr_text_add(out, "'");
}

/* Whether there is nothing to offer. */
static bool is_typed(const gr_cli_entry *row)
{
    return row->word == NULL && row->listed == NULL && row->shown == NULL && row->files == NULL;
}

static void put_sources(gr_text *out, const gr_cli_entry *row)
{
    if (is_typed(row))
        return;
    gr_text_add(out, " -a '(__gradus_names");
    gr_doc_put_sources(out, row);
    gr_text_add(out, ")'");
}

static void put_option(gr_text *out, const gr_verb *verb, const gr_cli_entry *row)
{
    gr_text_addf(out, "complete -c gradus -n '__gradus_is \"%s\"'", verb->name);
    if (gr_cli_letter(row) != '\0')
        gr_text_addf(out, " -s %c", gr_cli_letter(row));
    gr_text_addf(out, " -l %s", row->name);
    put_description(out, row->help);
    if (row->argument != NULL) {
        gr_text_add(out, " -x");
        put_sources(out, row);
    }
    gr_text_add(out, "\n");
}

static void put_operand(gr_text *out, const gr_verb *verb, size_t i)
{
    const gr_cli_entry *row = gr_cli_row(verb, i);

    if (is_typed(row))
        return;
    gr_text_addf(out, "complete -c gradus -n '__gradus_is \"%s\"; and __gradus_at %d %s'",
                 verb->name, gr_doc_operand(verb, i), row->many ? "on" : "only");
    put_sources(out, row);
    gr_text_add(out, "\n");
}

/* The options that wait for an argument, so that it is not counted as an operand. */
static void put_waits(gr_text *out, const gr_verb *verb)
{
    const gr_cli_entry *row;

    gr_text_addf(out, "        case \"%s\"\n            contains -- $argv[2]", verb->name);
    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        if (row->name == NULL || row->argument == NULL)
            continue;
        if (gr_cli_letter(row) != '\0')
            gr_text_addf(out, " -%c", gr_cli_letter(row));
        gr_text_addf(out, " --%s", row->name);
    }
    gr_text_add(out, "\n");
}

static void put_verb(gr_text *out, const gr_verb *verb)
{
    gr_text_addf(out, "complete -c gradus -n '__gradus_is \"\"; and __gradus_at 1 only' -a %s",
                 verb->name);
    put_description(out, verb->summary);
    gr_text_add(out, "\n");
}

void gr_doc_put_fish(gr_text *out)
{
    const gr_verb *verb;

    gr_text_add(out, "set -g __gradus_verbs");
    for (size_t i = 0; gr_cli_verb(i) != NULL; i++)
        gr_text_addf(out, " %s", gr_cli_verb(i)->name);
    gr_text_add(out, "\n\nfunction __gradus_waits # VERB OPTION\n    switch \"$argv[1]\"\n");
    for (size_t v = 0; (verb = gr_doc_verb(v)) != NULL; v++)
        put_waits(out, verb);
    gr_text_add(out, "    end\nend\n\n");
    for (size_t v = 0; gr_cli_verb(v) != NULL; v++)
        put_verb(out, gr_cli_verb(v));
    for (size_t v = 0; (verb = gr_doc_verb(v)) != NULL; v++)
        for (size_t i = 0; gr_cli_row(verb, i) != NULL; i++) {
            if (gr_cli_row(verb, i)->name != NULL)
                put_option(out, verb, gr_cli_row(verb, i));
            else
                put_operand(out, verb, i);
        }
}
