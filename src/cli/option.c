/* Options by getopt_long, from the rows of a verb; and their values. */
#include "cli.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 30 };

/* What getopt_long wants to know. */
typedef struct getopt_table {
    struct option options[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
} getopt_table;

static const gr_cli_entry help_row = {
    .value = GR_OPTION_HELP, .name = "help", .help = "say this, and no more", .alone = true
};

const gr_cli_entry *gr_cli_row(const gr_verb *verb, size_t i)
{
    size_t count = 0;

    while (verb->options[count].name != NULL || verb->options[count].argument != NULL)
        count++;
    return i < count ? &verb->options[i] : i == count ? &help_row : NULL;
}

char gr_cli_letter(const gr_cli_entry *row)
{
    return row->name != NULL && row->value < GR_OPTION_HELP ? (char)row->value : '\0';
}

/* A colon in front of the letters: a missing argument is told from an unknown option. */
static void fill_table(getopt_table *table, const gr_verb *verb)
{
    const gr_cli_entry *row;
    size_t count = 0, letters = 0;

    table->letters[letters++] = ':';
    for (size_t i = 0; (row = gr_cli_row(verb, i)) != NULL; i++) {
        int takes = row->argument != NULL ? required_argument : no_argument;
        if (row->name == NULL)
            continue;
        assert(count < OPTIONS_MAX);
        table->options[count++] = (struct option){ row->name, takes, NULL, row->value };
        if (gr_cli_letter(row) != '\0')
            table->letters[letters++] = gr_cli_letter(row);
        if (gr_cli_letter(row) != '\0' && takes == required_argument)
            table->letters[letters++] = ':';
    }
    table->options[count] = (struct option){ NULL, 0, NULL, 0 };
    table->letters[letters] = '\0';
}

/* --- what is wrong with an option --- */

/* How many long options begin with these letters. */
static size_t options_like(const struct option *options, const char *name, size_t length)
{
    size_t count = 0;

    for (; options->name != NULL; options++)
        count += strncmp(options->name, name, length) == 0;
    return count;
}

static const char *long_name(const struct option *options, int value)
{
    while (options->name != NULL && options->val != value)
        options++;
    return options->name != NULL ? options->name : "";
}

/* `word` is what getopt_long stopped at. */
static void complain(int option, const char *word, const struct option *options, gr_error *err)
{
    size_t length = strncmp(word, "--", 2) == 0 ? strcspn(word + 2, "=") : 0;

    if (option == ':' && length == 0)
        gr_fail(err, GR_ERROR_USAGE, "option requires an argument -- '%c'", optopt);
    else if (option == ':')
        gr_fail(err, GR_ERROR_USAGE, "option '%s' requires an argument", word);
    else if (optopt != 0 && optopt < GR_OPTION_HELP) /* `word` may be the one before it */
        gr_fail(err, GR_ERROR_USAGE, "invalid option -- '%c'", optopt);
    else if (optopt != 0)
        gr_fail(err, GR_ERROR_USAGE, "option '--%s' doesn't allow an argument",
                long_name(options, optopt));
    else if (options_like(options, word + 2, length) > 1)
        gr_fail(err, GR_ERROR_USAGE, "option '%.*s' is ambiguous", (int)length + 2, word);
    else
        gr_fail(err, GR_ERROR_USAGE, "unrecognized option '%.*s'", (int)length + 2, word);
}

int gr_cli_option(int argc, char **argv, const gr_verb *verb)
{
    getopt_table table;
    gr_error err;

    fill_table(&table, verb);
    opterr = 0; /* getopt would print the word as it is, escape sequences and all */
    int option = getopt_long(argc, argv, table.letters, table.options, NULL);
    if (option != '?' && option != ':')
        return option;
    complain(option, argv[optind - 1], table.options, &err);
    gr_cli_fail(&err);
    return '?';
}

/* --- values --- */

bool gr_cli_whole(const char *text, long least, long most, const char *what, long *value,
                  gr_error *err)
{
    char *end;

    errno = 0;
    long read = strtol(text, &end, 10);
    if (text[0] < '-' || text[0] > '9' || *end != '\0' || errno != 0 || read < least || read > most)
        return gr_fail(err, GR_ERROR_USAGE, "%s: '%s'; write a whole number from %ld to %ld", what,
                       text, least, most);
    *value = read;
    return true;
}

bool gr_cli_size(const char *text, int *width, int *height, gr_error *err)
{
    char *end;
    long w = strtol(text, &end, 10);
    long h = *end == 'x' ? strtol(end + 1, &end, 10) : 0;

    if (*end != '\0' || w < 1 || h < 1 || w > 2000 || h > 2000)
        return gr_fail(err, GR_ERROR_USAGE, "--size: '%s'; write 80x24, from 1x1 to 2000x2000",
                       text);
    *width = (int)w;
    *height = (int)h;
    return true;
}
