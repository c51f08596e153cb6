/* The manual page's parts, in roff with the macros of man(7). */
#include "doc.h"

#include "cli/family.h"
#include "cli/plain_private.h"

#include "gradus/settings.h"

#include <ctype.h>
#include <string.h>

/* --- words in roff --- */

/* What a character is written as where roff would take it for something else. */
static const struct {
    char character;
    const char *roff;
} escapes[] = { { '\\', "\\(rs" }, { '-', "\\-" },   { '\'', "\\(aq" },
                { '"', "\\(dq" },  { '^', "\\(ha" }, { '~', "\\(ti" } };

static const char *escape_of(char character)
{
    for (size_t i = 0; i < GR_LEN(escapes); i++)
        if (escapes[i].character == character)
            return escapes[i].roff;
    return NULL;
}

static size_t put_character(gr_text *out, const char *words)
{
    uint32_t character;
    size_t length = gr_utf8_decode(words, strlen(words), &character);

    if (length > 1)
        gr_text_addf(out, "\\[u%04X]", (unsigned)character);
    else if (escape_of(words[0]) != NULL)
        gr_text_add(out, escape_of(words[0]));
    else
        gr_text_addn(out, words, 1);
    return length > 1 ? length : 1;
}

/* Words in which `such a part` is bold; a point that begins a line would begin a request. */
static void put_words(gr_text *out, const char *words)
{
    bool bold = false;

    if (words[0] == '.')
        gr_text_add(out, "\\&");
    while (*words != '\0') {
        if (*words == '`') {
            bold = !bold;
            gr_text_add(out, bold ? "\\fB" : "\\fR");
            words++;
        } else if (*words == '\n') {
            gr_text_add(out, "\n.PP\n");
            words++;
        } else {
            words += put_character(out, words);
        }
    }
}

static void put_font(gr_text *out, char font, const char *words)
{
    gr_text_addf(out, "\\f%c", font);
    while (*words != '\0')
        words += put_character(out, words);
    gr_text_add(out, "\\fR");
}

static void put_sentence(gr_text *out, const char *words)
{
    gr_text sentence = { 0 };

    gr_cli_put_sentence(&sentence, words);
    put_words(out, gr_text_string(&sentence));
    gr_text_add(out, "\n");
    gr_text_clear(&sentence);
}

/* --- options --- */

static void put_argument(gr_text *out, const gr_cli_entry *row, const char *before)
{
    if (row->argument == NULL)
        return;
    gr_text_add(out, row->name != NULL ? before : "");
    put_font(out, 'I', row->argument);
}

static void put_letter(gr_text *out, const gr_cli_entry *row)
{
    char letter[3] = { '-', gr_cli_letter(row), '\0' };

    put_font(out, 'B', letter);
}

static void put_name(gr_text *out, const gr_cli_entry *row)
{
    if (row->name == NULL)
        return;
    put_font(out, 'B', "--");
    put_font(out, 'B', row->name);
}

/* As the usage line has it, the letter where there is one. */
static void put_short(gr_text *out, const gr_cli_entry *row)
{
    bool letter = gr_cli_letter(row) != '\0';

    if (letter)
        put_letter(out, row);
    else
        put_name(out, row);
    put_argument(out, row, letter ? "\\ " : "=");
}

static void put_usage(gr_text *out, const gr_verb *verb)
{
    const gr_cli_entry *row;

    gr_text_addf(out, ".SY \"gradus%s%s\"\n", verb->name[0] != '\0' ? " " : "", verb->name);
    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        if (row->alone)
            continue;
        gr_text_add(out, gr_cli_before(verb, i));
        put_short(out, row);
        gr_text_addf(out, "%s%s", gr_cli_after(verb, i), row->or_next ? "" : "\n");
    }
    gr_text_add(out, ".YS\n");
}

static void put_row(gr_text *out, const gr_cli_entry *row)
{
    gr_text help = { 0 };

    gr_cli_put_help(&help, row);
    gr_text_add(out, ".TP\n");
    if (gr_cli_letter(row) != '\0') {
        put_letter(out, row);
        gr_text_add(out, ", ");
    }
    put_name(out, row);
    put_argument(out, row, "=");
    gr_text_add(out, "\n");
    put_sentence(out, gr_text_string(&help));
    gr_text_clear(&help);
}

static void put_rows(gr_text *out, const gr_verb *verb)
{
    for (size_t i = 0; gr_cli_row(verb, i) != NULL; i++)
        put_row(out, gr_cli_row(verb, i));
}

/* --- the parts --- */

void gr_doc_put_title(gr_text *out)
{
    gr_text_add(out, ".TH GRADUS 1 \"\" \"gradus " GRADUS_VERSION "\" \"User Commands\"\n");
}

void gr_doc_put_synopsis(gr_text *out)
{
    for (size_t i = 0; gr_doc_verb(i) != NULL; i++)
        put_usage(out, gr_doc_verb(i));
}

void gr_doc_put_options(gr_text *out)
{
    put_rows(out, &gr_verb_workbench);
}

static void put_verb(gr_text *out, const gr_verb *verb)
{
    gr_text_addf(out, ".SS gradus %s\n", verb->name);
    put_sentence(out, verb->summary);
    put_rows(out, verb);
    if (verb->notes == NULL)
        return;
    gr_text_add(out, ".PP\n");
    put_words(out, verb->notes);
    gr_text_add(out, "\n");
}

void gr_doc_put_verbs(gr_text *out)
{
    for (size_t i = 0; gr_cli_verb(i) != NULL; i++)
        put_verb(out, gr_cli_verb(i));
}

static void put_action(gr_text *out, gr_action_id id)
{
    const gr_action *action = gr_action_at(id);
    char name[GR_ACTION_ID];

    gr_action_id_text(id, name);
    gr_text_add(out, ".TP\n");
    put_font(out, 'B', action->keys);
    gr_text_add(out, "\n");
    put_font(out, 'I', action->name);
    gr_text_add(out, ": ");
    put_words(out, action->help);
    gr_text_addf(out, " (%s.%s)\n", gr_context_name(action->context), name);
}

void gr_doc_put_keys(gr_text *out)
{
    for (int context = 0; context < GR_CONTEXTS; context++) {
        const char *where = gr_context_where((gr_context)context);
        gr_text_addf(out, ".SS %c%s\n", toupper((unsigned char)where[0]), where + 1);
        for (int id = 0; id < GR_ACTIONS; id++)
            if (gr_action_at((gr_action_id)id)->context == (gr_context)context)
                put_action(out, (gr_action_id)id);
    }
}

void gr_doc_put_typed(gr_text *out)
{
    for (size_t i = 0; i < gr_command_count(); i++) {
        const gr_command *command = gr_command_at(i);
        gr_text_add(out, ".TP\n");
        put_font(out, 'B', ":");
        put_font(out, 'B', command->word);
        if (command->arguments[0] != '\0') {
            gr_text_add(out, " ");
            put_font(out, 'I', command->arguments);
        }
        gr_text_add(out, "\n");
        put_words(out, command->help);
        gr_text_add(out, "\n");
    }
}

/* "5 go, g": its number and the words for it. */
static void put_command(gr_text *out, size_t number, const gr_plain_command *command)
{
    gr_text_addf(out, ".TP\n%zu. ", number);
    put_font(out, 'B', command->name);
    if (command->other != NULL) {
        gr_text_add(out, "  ");
        put_font(out, 'B', command->other);
    }
    gr_text_add(out, "\n");
    put_words(out, command->help);
    gr_text_add(out, "\n");
}

void gr_doc_put_commands(gr_text *out)
{
    for (size_t i = 0; i < gr_plain_command_count; i++)
        put_command(out, i + 1, &gr_plain_commands[i]);
}

void gr_doc_put_settings(gr_text *out)
{
    const gr_settings_entry *entry;

    for (size_t i = 0; (entry = gr_settings_entry_at(i)) != NULL; i++) {
        gr_text_addf(out, ".TP\n\\fB%s\\fR: ", entry->name);
        put_font(out, 'I', entry->values);
        gr_text_add(out, "\n");
        put_sentence(out, entry->help);
        gr_text_add(out, "The standard: ");
        put_words(out, entry->standard);
        gr_text_add(out, ".\n");
    }
}

/* --- families --- */

static bool put_member(void *out, const char *name, const char *summary, gr_error *err)
{
    gr_text_add(out, ".TP\n");
    put_font(out, 'B', name);
    gr_text_add(out, "\n");
    put_words(out, summary);
    gr_text_add(out, "\n");
    return gr_text_ok(out, err);
}

/* A family that is not there leaves its part empty, which the tests find. */
static void put_family(gr_text *out, const char *name)
{
    const gr_cli_family *family;

    for (size_t i = 0; (family = gr_cli_family_at(i)) != NULL; i++)
        if (strcmp(family->name, name) == 0)
            gr_cli_family_each(family, put_member, out, NULL);
}

void gr_doc_put_experiments(gr_text *out)
{
    put_family(out, "experiments");
}

void gr_doc_put_heads(gr_text *out)
{
    put_family(out, "heads");
}

void gr_doc_put_learners(gr_text *out)
{
    put_family(out, "learners");
}
