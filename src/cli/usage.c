/* The words of --help, made from the rows of a verb. */
#include "cli.h"

#include <ctype.h>
#include <string.h>

enum { WIDTH = 80, COLUMN_MAX = 26 };

/* --- columns --- */

/* The columns from the start of the last line to the end of the text. */
static size_t column_of(const gr_text *out)
{
    const char *bytes = gr_text_string(out), *newline = strrchr(bytes, '\n');

    return gr_text_width(newline != NULL ? newline + 1 : bytes);
}

static void put_newline(gr_text *out, size_t indent)
{
    gr_text_add(out, "\n");
    gr_text_pad(out, ' ', indent);
}

/* One word, after a blank unless it is the first of its line; on a new line when it has no room. */
static void put_word(gr_text *out, const char *word, size_t length, size_t indent)
{
    gr_text one = { 0 };

    gr_text_addn(&one, word, length);
    size_t column = column_of(out), width = gr_text_width(gr_text_string(&one));
    if (column > indent && column + 1 + width > WIDTH)
        put_newline(out, indent);
    else if (column > indent)
        gr_text_add(out, " ");
    gr_text_addn(out, word, length);
    gr_text_clear(&one);
}

/* Words, wrapped, with this many blanks before each line but the one that was begun; a newline
 * begins another paragraph. */
static void put_words(gr_text *out, const char *words, size_t indent)
{
    while (*words != '\0') {
        size_t length = strcspn(words, " \n");
        if (length > 0)
            put_word(out, words, length, indent);
        words += length;
        if (*words == '\n')
            gr_text_add(out, "\n\n");
        words += *words != '\0';
    }
}

/* --- the usage line --- */

const char *gr_cli_before(const gr_verb *verb, size_t i)
{
    const gr_cli_entry *row = gr_cli_row(verb, i);
    bool inside = i > 0 && gr_cli_row(verb, i - 1)->or_next;

    return (row->name != NULL || row->optional) && !inside ? "[" : "";
}

const char *gr_cli_after(const gr_verb *verb, size_t i)
{
    const gr_cli_entry *row = gr_cli_row(verb, i);

    if (row->or_next)
        return row->name != NULL ? " | " : "|";
    if (row->name != NULL || row->optional)
        return row->many ? "]..." : "]";
    return row->many ? "..." : "";
}

static void put_name(gr_text *out, const gr_cli_entry *row)
{
    if (gr_cli_letter(row) != '\0')
        gr_text_addf(out, "-%c%s", gr_cli_letter(row), row->argument != NULL ? " " : "");
    else if (row->name != NULL)
        gr_text_addf(out, "--%s%s", row->name, row->argument != NULL ? "=" : "");
    gr_text_add(out, row->argument != NULL ? row->argument : "");
}

void gr_cli_put_usage(gr_text *out, const gr_verb *verb)
{
    gr_text group = { 0 }; /* rows that stay in one line */
    const gr_cli_entry *row;

    gr_text_addf(out, "usage: gradus %s%s", verb->name, verb->name[0] != '\0' ? " " : "");
    size_t indent = column_of(out);
    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        if (row->alone)
            continue;
        gr_text_add(&group, gr_cli_before(verb, i));
        put_name(&group, row);
        gr_text_add(&group, gr_cli_after(verb, i));
        if (row->or_next)
            continue;
        put_word(out, gr_text_string(&group), group.length, indent);
        gr_text_truncate(&group, 0);
    }
    gr_text_add(out, "\n");
    gr_text_clear(&group);
}

/* --- the manual --- */

void gr_cli_put_help(gr_text *out, const gr_cli_entry *row)
{
    gr_text_add(out, row->help);
    for (size_t i = 0; row->word != NULL && row->word(i) != NULL; i++)
        gr_text_addf(out, "%s%s", i == 0 ? ": " : ", ", row->word(i));
    if (row->initial != NULL)
        gr_text_addf(out, "; default %s", row->initial);
}

/* "-s, --set=KNOB=VALUE", or an operand's name. */
static void put_left(gr_text *out, const gr_cli_entry *row)
{
    if (gr_cli_letter(row) != '\0')
        gr_text_addf(out, "-%c, ", gr_cli_letter(row));
    else if (row->name != NULL)
        gr_text_add(out, "    ");
    if (row->name != NULL)
        gr_text_addf(out, "--%s%s", row->name, row->argument != NULL ? "=" : "");
    gr_text_add(out, row->argument != NULL ? row->argument : "");
}

/* "  left   right", both wrapped to their columns. */
static void put_row(gr_text *out, const char *left, const char *right, size_t column)
{
    gr_text_addf(out, "  %s", left);
    if (column_of(out) + 2 > column)
        put_newline(out, column);
    else
        gr_text_pad(out, ' ', column - column_of(out));
    put_words(out, right, column);
    gr_text_add(out, "\n");
}

static void put_option(gr_text *out, const gr_cli_entry *row, size_t column)
{
    gr_text left = { 0 }, right = { 0 };

    put_left(&left, row);
    gr_cli_put_help(&right, row);
    put_row(out, gr_text_string(&left), gr_text_string(&right), column);
    gr_text_clear(&left);
    gr_text_clear(&right);
}

/* Where the words begin: behind the widest name that is not too wide. */
static size_t words_column(const gr_verb *verb)
{
    const gr_cli_entry *row;
    size_t column = 0;

    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        gr_text left = { 0 };
        put_left(&left, row);
        size_t width = gr_text_width(gr_text_string(&left)) + 4;
        column = width > column && width <= COLUMN_MAX ? width : column;
        gr_text_clear(&left);
    }
    return column;
}

static void put_verbs(gr_text *out)
{
    gr_text_add(out, "\nVerbs; `gradus VERB --help` says more:\n");
    for (size_t i = 0; gr_cli_verb(i) != NULL; i++)
        put_row(out, gr_cli_verb(i)->name, gr_cli_verb(i)->summary, 12);
}

/* A paragraph of its own. */
static void put_paragraph(gr_text *out, const char *words)
{
    gr_text_add(out, "\n");
    put_words(out, words, 0);
    gr_text_add(out, "\n");
}

void gr_cli_put_sentence(gr_text *out, const char *words)
{
    gr_text_addf(out, "%c%s.", toupper((unsigned char)words[0]), words + 1);
}

void gr_cli_put_manual(gr_text *out, const gr_verb *verb)
{
    size_t column = words_column(verb);
    const gr_cli_entry *row;
    gr_text summary = { 0 };

    gr_cli_put_sentence(&summary, verb->summary);
    gr_cli_put_usage(out, verb);
    if (verb == &gr_verb_workbench)
        gr_text_add(out, "       gradus VERB [WORD]...\n");
    put_paragraph(out, gr_text_string(&summary));
    gr_text_add(out, "\n");
    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++)
        put_option(out, row, column);
    if (verb == &gr_verb_workbench)
        put_verbs(out);
    if (verb->notes != NULL)
        put_paragraph(out, verb->notes);
    gr_text_clear(&summary);
}
