/* bash: the verbs, their options, and where each argument comes from, as three functions. */
#include "doc.h"

static void put_option_names(gr_text *out, const gr_verb *verb)
{
    const gr_cli_entry *row;

    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        if (row->name == NULL)
            continue;
        if (gr_cli_letter(row) != '\0')
            gr_text_addf(out, " -%c", gr_cli_letter(row));
        gr_text_addf(out, " --%s%s", row->name, row->argument != NULL ? "=" : "");
    }
}

static void put_option_sources(gr_text *out, const gr_verb *verb, const gr_cli_entry *row)
{
    if (row->name == NULL || row->argument == NULL)
        return;
    gr_text_add(out, "        ");
    if (gr_cli_letter(row) != '\0')
        gr_text_addf(out, "%s:-%c | ", verb->name, gr_cli_letter(row));
    gr_text_addf(out, "%s:--%s) echo", verb->name, row->name);
    gr_doc_put_sources(out, row);
    gr_text_add(out, " ;;\n");
}

/* A verb's operands, by number; a last one that may be given again has all numbers. */
static void put_operand_sources(gr_text *out, const gr_verb *verb)
{
    const gr_cli_entry *row;

    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        bool goes_on = i > 0 && gr_cli_row(verb, i - 1)->or_next;
        if (row->name != NULL)
            continue;
        if (!goes_on && row->many)
            gr_text_addf(out, "        %s:[1-9]*) echo", verb->name);
        else if (!goes_on)
            gr_text_addf(out, "        %s:%d) echo", verb->name, gr_doc_operand(verb, i));
        gr_doc_put_sources(out, row);
        gr_text_add(out, row->or_next ? "" : " ;;\n");
    }
}

static void put_sources(gr_text *out, const gr_verb *verb)
{
    for (size_t i = 0; gr_cli_row(verb, i) != NULL; i++)
        put_option_sources(out, verb, gr_cli_row(verb, i));
    put_operand_sources(out, verb);
}

void gr_doc_put_bash(gr_text *out)
{
    gr_text_add(out, "_gradus_verbs='");
    for (size_t i = 0; gr_cli_verb(i) != NULL; i++)
        gr_text_addf(out, "%s%s", i > 0 ? " " : "", gr_cli_verb(i)->name);
    gr_text_add(out, "'\n\n_gradus_options() # VERB\n{\n    case $1 in\n");
    for (size_t i = 0; gr_doc_verb(i) != NULL; i++) {
        gr_text_addf(out, "        '%s') echo '", gr_doc_verb(i)->name);
        put_option_names(out, gr_doc_verb(i));
        gr_text_add(out, "' ;;\n");
    }
    gr_text_add(out, "    esac\n}\n\n_gradus_sources() # VERB, OPTION or operand's number\n{\n"
                     "    case $1:$2 in\n");
    for (size_t i = 0; gr_doc_verb(i) != NULL; i++)
        put_sources(out, gr_doc_verb(i));
    gr_text_add(out, "    esac\n}\n");
}
