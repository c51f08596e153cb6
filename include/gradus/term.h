/* term.h - the terminal. Behind it src/tui/term.c is the only file that speaks to curses.
 *
 * Between gr_term_open and gr_term_close the terminal is gradus's own: alternate screen, no echo,
 * bracketed paste where the terminal knows it. It is given back as it was on every way out: close,
 * Ctrl-Z (and taken again afterwards), SIGTERM, SIGHUP, and crashes.
 *
 * One gr_term exists at a time.
 */
#ifndef GRADUS_TERM_H
#define GRADUS_TERM_H

#include "gradus/canvas.h"
#include "gradus/key.h"

typedef struct gr_term gr_term;

typedef enum gr_event_kind {
    GR_EVENT_NONE,   /* the time is up */
    GR_EVENT_KEY,
    GR_EVENT_PASTE,  /* a text in one piece */
    GR_EVENT_RESIZE, /* draw everything again, in the size that gr_term_size says */
    GR_EVENT_CLOSED, /* the terminal has gone away */
    GR_EVENT_SIGNAL  /* told to end: clean up, then gr_term_die */
} gr_event_kind;

typedef struct gr_term_event {
    gr_event_kind kind;
    gr_key key;
    const char *text; /* PASTE: borrowed until the next wait */
    int signal;
} gr_term_event;

/* Whether standard input and output are a terminal that can show screens; otherwise `err` says why
 * not, as "this terminal cannot move the cursor (TERM is 'dumb')". */
bool gr_term_usable(gr_error *err);

/* Take the terminal on standard input and output. `color` is the most that is used; the terminal
 * may have less. `light`: its background is. GR_ERROR_USAGE when it cannot show screens. */
gr_term *gr_term_open(gr_color color, bool light, gr_error *err);
void gr_term_close(gr_term *term);

/* Restore, then die by the signal as if it had not been caught. Does not return. */
_Noreturn void gr_term_die(gr_term *term, int signal);

void gr_term_size(const gr_term *term, int *width, int *height);

/* Whether the locale's characters are UTF-8; otherwise everything is drawn in ASCII. */
bool gr_term_is_utf8(void);

/* Bring a canvas of the terminal's size to the screen; only what changed is written. `whole`:
 * write everything again. */
bool gr_term_show(gr_term *term, const gr_canvas *canvas, bool whole, gr_error *err);

/* Wait for the next event; at most `milliseconds`, for ever when negative. */
gr_term_event gr_term_wait(gr_term *term, int milliseconds);

/* Hand text to the terminal's clipboard (OSC 52), where the terminal says that it has one: over a
 * connection it is the one at the user's own screen. Whether it was taken nobody can tell. */
void gr_term_copy(gr_term *term, const char *bytes, size_t length);

#endif
