/* progress.h - the progress bar of many runs, on standard error. Private to src/cli/.
 *
 *   1234 of 6000 runs   ━━━━━━──────────────────  21 %   512 runs/s   10 s left   Ctrl-C stop
 *
 * One line of blanks, carriage returns and text, without escape sequences. It is only drawn where
 * standard error is a terminal, after half a second, and ten times a second at most.
 */
#ifndef GRADUS_CLI_PROGRESS_H
#define GRADUS_CLI_PROGRESS_H

#include "gradus/text.h"

typedef struct gr_cli_bar {
    bool wanted;
    double begun, drawn; /* seconds of a clock; drawn 0: not yet */
    int width;           /* columns that may be blanked */
    const char *what;    /* "runs", or what else is counted */
} gr_cli_bar;

/* The line, as much of it as fits in `width` columns; `seconds` have passed; `what` are counted. */
void gr_cli_bar_line(gr_text *out, const char *what, size_t done, size_t count, double seconds,
                     int width);

/* Begin; on_screen: the data themselves are shown on the terminal, and no bar among them. */
void gr_cli_bar_start(gr_cli_bar *bar, bool on_screen);

void gr_cli_bar_move(gr_cli_bar *bar, size_t done, size_t count);
void gr_cli_bar_clear(gr_cli_bar *bar);

#endif
