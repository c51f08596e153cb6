/* plain.h - the lessons as a dialogue of numbered lines, for screen readers, pipes and terminals
 * that cannot show screens.
 *
 * Commands are read from standard input, a line each; everything said goes to standard output in
 * lines of at most 78 columns ($COLUMNS, where that is set), without any escape code. What comes
 * from outside passes the sanitiser of text.h. Where standard input is no terminal the commands
 * are repeated behind the prompt, so that a transcript can be read.
 */
#ifndef GRADUS_PLAIN_H
#define GRADUS_PLAIN_H

#include "gradus/error.h"

/* Run until the student leaves or the input ends. `lesson` may be NULL: it begins with the
 * catalogue, or with `review` at what is due for review. A lesson that cannot be opened is an error.
 * Standard output that cannot be written ends the dialogue; whoever closes it tells (errno says
 * why). Ctrl-C stops long work at the last whole step, and ends the program while it waits for a
 * command. */
bool gr_plain_run(const char *lesson, bool review, gr_error *err);

#endif
