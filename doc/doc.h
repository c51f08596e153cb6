/* doc.h - the manual page and the shell completions, made from the program's own tables.
 *
 * A template in doc/ holds the words that are written by hand; a line of it that reads @name@
 * stands for a part that is made from the tables of options (cli/option.h) and actions
 * (actions.def).
 */
#ifndef GRADUS_DOC_H
#define GRADUS_DOC_H

#include "cli/cli.h"

/* Each appends a part; a failed allocation shows in gr_text_ok. */
void gr_doc_put_title(gr_text *out);    /* roff: the .TH line */
void gr_doc_put_synopsis(gr_text *out); /* roff: the usage of each verb */
void gr_doc_put_options(gr_text *out);  /* roff: what the workbench takes */
void gr_doc_put_verbs(gr_text *out);    /* roff: the verbs with their options */
void gr_doc_put_keys(gr_text *out);     /* roff: the keys by context */
void gr_doc_put_typed(gr_text *out);    /* roff: what is typed behind : */
void gr_doc_put_commands(gr_text *out); /* roff: what the plain dialogue takes */
void gr_doc_put_settings(gr_text *out); /* roff: what the settings file may say */
void gr_doc_put_experiments(gr_text *out); /* roff: what there is of a family, a line each */
void gr_doc_put_heads(gr_text *out);
void gr_doc_put_learners(gr_text *out);
void gr_doc_put_bash(gr_text *out);
void gr_doc_put_zsh(gr_text *out);
void gr_doc_put_fish(gr_text *out);

/* --- what the shells share --- */

/* The workbench for 0, then the verbs; NULL past the last. */
const gr_verb *gr_doc_verb(size_t i);

/* The number, from 1, of the operand that the i-th row is; rows of which one is chosen have the
 * same number. */
int gr_doc_operand(const gr_verb *verb, size_t i);

/* Append `words` as they stand in single quotes of a shell: each quote in it becomes `quote`, each
 * backslash `backslash`. */
void gr_doc_put_quoted(gr_text *out, const char *words, const char *quote, const char *backslash);

/* Append where the argument of a row comes from, as words that a completion script goes through:
 * word=never listed=lessons shown=knobs= file=csv, "file" for any; "text" when it is to be typed.
 */
void gr_doc_put_sources(gr_text *out, const gr_cli_entry *row);

#endif
