/* option.h - what may stand on the command line, one row each. Private to src/cli/ and doc/.
 *
 * A verb has one table of rows, in the order of its usage line. getopt's arrays, the usage line,
 * the text of --help, the man page and the shell completions are all made from it.
 */
#ifndef GRADUS_CLI_OPTION_H
#define GRADUS_CLI_OPTION_H

#include "gradus/text.h"

/* A row: an option, or a word that is no option (an operand) when `name` is NULL. The table ends
 * with a row that has neither name nor argument. */
typedef struct gr_cli_entry {
    int value;            /* what gr_cli_option returns: its letter, or a GR_OPTION_ below */
    const char *name;     /* without the dashes */
    const char *argument; /* as the help writes it; NULL: it takes none */
    const char *help;
    const char *initial; /* what is taken without it; NULL: nothing to say */
    bool many;           /* may be given again */
    bool optional;       /* of operands; options are always */
    bool or_next;        /* either this row or the next */
    bool alone;          /* stands for itself, as --help does; the usage line leaves it out */

    /* What the argument may be, for completion; none of these: something to type. */
    const char *(*word)(size_t i); /* one of these words, NULL past the last */
    const char *listed;            /* a name from `gradus list` of these families */
    const char *shown;             /* a name from this part of `gradus show` of the operand */
    const char *files;             /* a file with one of these suffixes; "" is any file */
} gr_cli_entry;

/* A verb, or the workbench, whose name is "". argv[0] of `run` is the program's name. */
typedef struct gr_verb {
    const char *name, *summary;
    const char *notes; /* what else is to know; paragraphs end in a newline but for the last */
    const gr_cli_entry *options;
    int (*run)(int argc, char **argv);
} gr_verb;

/* What stands for options without a letter. */
enum {
    GR_OPTION_HELP = 256,
    GR_OPTION_SEED,
    GR_OPTION_EVERY,
    GR_OPTION_LAST,
    GR_OPTION_TABLE,
    GR_OPTION_RUNS,
    GR_OPTION_SHARD,
    GR_OPTION_PAGE,
    GR_OPTION_STEP,
    GR_OPTION_SIZE,
    GR_OPTION_COLOR,
    GR_OPTION_ASCII,
    GR_OPTION_THEME,
    GR_OPTION_PLAIN,
    GR_OPTION_LIST,
    GR_OPTION_STRICT,
    GR_OPTION_STUDENT,
    GR_OPTION_GRADES,
    GR_OPTION_ANSWERS,
    GR_OPTION_TEXT,
    GR_OPTION_ITEM,
    GR_OPTION_VERSION
};

/* The verbs, in the order of the help; NULL past the last. The workbench is none of them. */
const gr_verb *gr_cli_verb(size_t i);
extern const gr_verb gr_verb_workbench;

/* The i-th row of a verb, --help at the end; NULL past it. */
const gr_cli_entry *gr_cli_row(const gr_verb *verb, size_t i);

/* An option's letter, or 0. */
char gr_cli_letter(const gr_cli_entry *row);

/* The next option, as getopt_long has it: the row's value, -1 behind the last. A wrong one is said
 * here, safe to print, and returned as '?'. */
int gr_cli_option(int argc, char **argv, const gr_verb *verb);

/* --- the words of the help, appended to `out` --- */

/* "list what there is" as a sentence. */
void gr_cli_put_sentence(gr_text *out, const char *words);

/* The help of a row, with the words that its argument may be and what is taken without it. */
void gr_cli_put_help(gr_text *out, const gr_cli_entry *row);

/* What stands around a row in the usage line: "[" or nothing before it, "]..." and the like behind
 * it; between two rows of which one is chosen, a bar. Constant strings. */
const char *gr_cli_before(const gr_verb *verb, size_t i);
const char *gr_cli_after(const gr_verb *verb, size_t i);

/* "usage: gradus run ...", in lines of 80 columns, with a newline. */
void gr_cli_put_usage(gr_text *out, const gr_verb *verb);

/* All that --help says about a verb; about the workbench, what the verbs are too. */
void gr_cli_put_manual(gr_text *out, const gr_verb *verb);

#endif
