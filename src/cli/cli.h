/* cli.h - the command line: verbs, and what they share. Private to src/cli/, doc/ and main.c.
 *
 * Data go to standard output, words to standard error. Exit statuses: 0 done, 1 a check or replay
 * found a difference, 2 usage, 3 bad data, 4 input/output.
 */
#ifndef GRADUS_CLI_H
#define GRADUS_CLI_H

#include "option.h"

#include "gradus/canvas.h"
#include "gradus/output.h"

/* A verb: one file, ending in one of these. */
#define GR_VERB(name) extern const gr_verb gr_verb_##name;
#include "verbs.def"
#undef GR_VERB

/* The whole program; returns the exit status. */
int gr_cli_main(int argc, char **argv);

/* Say what went wrong; returns the exit status that it asks for. */
int gr_cli_fail(const gr_error *err);

/* A wrong use of this verb, said with its usage line; returns GR_ERROR_USAGE. */
int gr_cli_usage(const gr_verb *verb, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Print words with a name of the user's among them to standard output, safe for a terminal. */
void gr_cli_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What gr_cli_option returned and nobody else took: --help, or an unknown option. */
int gr_cli_other(const gr_verb *verb, int option);

/* A whole number from least to most as an option's argument. */
bool gr_cli_whole(const char *text, long least, long most, const char *what, long *value,
                  gr_error *err);

/* "80x24" */
bool gr_cli_size(const char *text, int *width, int *height, gr_error *err);

#endif
