/* term_private.h - the parts of the terminal that need no curses: signals, what bytes mean, and the
 * colours of blanks. Private to src/tui/term*.c.
 */
#ifndef GRADUS_TERM_PRIVATE_H
#define GRADUS_TERM_PRIVATE_H

#include "gradus/term.h"
#include "gradus/text.h"

#include <signal.h>
#include <termios.h>

/* Append bytes in base 64 (RFC 4648), term_clipboard.c. */
void gr_text_add_base64(gr_text *text, const char *bytes, size_t length);

/* --- signals: term_signals.c --- */

/* What was there before gradus. */
typedef struct gr_signals {
    sigset_t before;  /* the mask */
    sigset_t waiting; /* the mask to wait with: what is blocked otherwise comes in */
    struct sigaction old[NSIG];
} gr_signals;

typedef enum gr_signal_kind {
    GR_SIGNAL_NONE,
    GR_SIGNAL_ENDED, /* told to end, by the signal in *number */
    GR_SIGNAL_STOPPED,
    GR_SIGNAL_CONTINUED,
    GR_SIGNAL_RESIZED,
    GR_SIGNAL_INTERRUPTED
} gr_signal_kind;

/* What a crash writes and sets to give the terminal back. Nothing else is done in a handler. */
void gr_signals_set_restore(const char *bytes, size_t length, const struct termios *modes);

/* Take all signals that matter to a program on a terminal, and give them back. Those that do not
 * kill are blocked, and seen by gr_signals_next when a wait has let them in. */
bool gr_signals_take(gr_signals *signals, gr_error *err);
void gr_signals_give_back(gr_signals *signals);

/* The most important of what has come; each is told once, but for an end, which stays. */
gr_signal_kind gr_signals_next(int *number);

/* Stop, as the parent wants it, until told to go on. */
void gr_signals_stop(const gr_signals *signals);

/* Die by a signal, or exit when it is ignored by the parent's wish. */
_Noreturn void gr_signals_die(int number);

/* --- bytes: term_input.c --- */

enum { GR_PASTE_MARK = 6 }; /* bytes of the mark that ends a paste */

/* Zero-initialise it. */
typedef struct gr_term_input {
    char bytes[4]; /* of a character that is not complete */
    size_t count;
    bool pasting; /* between the two marks */
    gr_text paste;
    char tail[GR_PASTE_MARK]; /* its last bytes */
} gr_term_input;

void gr_term_input_clear(gr_term_input *input);

/* One byte; an event when it completes one. */
gr_term_event gr_term_input_byte(gr_term_input *input, char byte);

/* A key that is no character; in a paste it is nothing. */
gr_term_event gr_term_input_key(gr_term_input *input, gr_key key);

/* The marks around a paste, and the way out of one without an end. */
void gr_term_input_begin_paste(gr_term_input *input);
gr_term_event gr_term_input_end_paste(gr_term_input *input);
void gr_term_input_leave_paste(gr_term_input *input);

/* --- colours of blanks: term_pen.c --- */

typedef struct gr_pen_cell {
    uint32_t character; /* 0: not known */
    gr_style style;
} gr_pen_cell;

/* Zero-initialise it. */
typedef struct gr_pen {
    gr_pen_cell *shown; /* what stands on the screen, row by row */
    int width, height;
    gr_style now; /* of the cell that was written last */
} gr_pen;

/* Before a frame; `whole`: nothing is known of the screen. And at the end. */
bool gr_pen_begin(gr_pen *pen, int width, int height, bool whole, gr_error *err);
void gr_pen_clear(gr_pen *pen);

/* The style in which a cell of the frame is to be written, in the order of rows and columns: the
 * one that is wanted, or for a blank another that looks the same. */
gr_style gr_pen_style(gr_pen *pen, int x, int y, uint32_t character, gr_style wanted);

#endif
