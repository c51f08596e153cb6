/* terminal.h - gradus on a terminal of our own: a pty whose other end is a libvterm screen.
 *
 * A program is started with gr_pty_start, typed at, resized, and looked at as a user would see it.
 * Nothing here sleeps: what a test waits for is a state of the screen, of the process or of the
 * pty, and the limit on waiting is one that only a hang can reach. A wait that fails fails the
 * test and shows the screen. Every function may fail the test.
 *
 * The program gets an environment of its own and an empty folder, which is its current folder and
 * its HOME; its standard error goes to a file there, so that the screen is what gradus draws.
 */
#ifndef GRADUS_TESTS_TERMINAL_H
#define GRADUS_TESTS_TERMINAL_H

#include "gradus/app.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gr_pty gr_pty;

/* How to start it; all zero is the usual way. */
typedef struct gr_pty_setup {
    const char *program;  /* NULL: gradus, $GRADUS, behind the words of $GRADUS_TEST_WRAPPER */
    int width, height;    /* 0: 80x24 */
    const char *term;     /* $TERM; NULL: xterm-256color; "": not set */
    const char *locale;   /* $LC_ALL; NULL: C.UTF-8 */
    const char *variable; /* one more, as "NO_COLOR=1" */
    const char *path;     /* $GRADUS_PATH; NULL: ours */
    bool job;             /* as the job of a shell, which can be stopped; else it leads a session */
    bool no_input;        /* standard input is /dev/null, not the terminal */
    bool no_output;       /* standard output is a file */
} gr_pty_setup;

/* `arguments` end with NULL; NULL: none. */
gr_pty *gr_pty_start(const gr_pty_setup *setup, const char *const *arguments);

/* Ends the program if it still runs. */
void gr_pty_free(gr_pty *pty);

/* The folder that it runs in; borrowed. And what it wrote on standard error; heap. */
const char *gr_pty_folder(const gr_pty *pty);
char *gr_pty_errors(const gr_pty *pty);

/* Whether the program runs behind a wrapper, as valgrind, which has its own ways with signals; and
 * whether it does or is instrumented: then its time and memory are not those of gradus. */
bool gr_pty_is_wrapped(void);
bool gr_pty_is_instrumented(void);

/* --- what a user does --- */

void gr_pty_send(gr_pty *pty, const char *bytes, size_t length);
void gr_pty_type(gr_pty *pty, const char *keys);

/* The size changes; the kernel tells the program. */
void gr_pty_resize(gr_pty *pty, int width, int height);
void gr_pty_kill(gr_pty *pty, int signal);

/* Another program writes on the terminal. */
void gr_pty_scribble(gr_pty *pty, const char *bytes);

/* The terminal's window is closed. */
void gr_pty_hang_up(gr_pty *pty);

/* --- waiting --- */

/* Take what the program has written; false when it has written nothing within the time. */
bool gr_pty_pump(gr_pty *pty, int milliseconds);

/* Until a part of a row is on the screen, or on none, and the pty is quiet. */
void gr_pty_wait_text(gr_pty *pty, const char *part);
void gr_pty_wait_gone(gr_pty *pty, const char *part);

typedef bool gr_pty_condition(gr_pty *pty, void *context);

/* Until the condition holds and the pty is quiet; `what` names it when it never does. */
void gr_pty_wait(gr_pty *pty, gr_pty_condition *holds, void *context, const char *what);

/* Until the program has read all that was typed, or has ended. */
void gr_pty_wait_taken(gr_pty *pty);

/* Until the program has taken what was typed and sleeps, which it does only when there is nothing
 * left to do. `before`: gr_pty_sleeps before it was typed. Only where gr_pty_sleeps is not -1. */
void gr_pty_wait_asleep(gr_pty *pty, long before);

/* Until a job has stopped. */
void gr_pty_wait_stopped(gr_pty *pty);

typedef struct gr_pty_end {
    int status;     /* exit status, or -1 */
    int signal;     /* that it died by, or 0 */
    double seconds; /* of processor time */
} gr_pty_end;

/* Until it has ended and all it wrote is on the screen. */
gr_pty_end gr_pty_wait_end(gr_pty *pty);

/* --- what a user sees --- */

typedef struct gr_pty_cell {
    uint32_t character; /* ' ' where nothing is; 0: the right half of a wide one */
    bool bold, underline, reverse;
    int foreground, background; /* index; -1: the terminal's own; -2: some other */
} gr_pty_cell;

void gr_pty_size(const gr_pty *pty, int *width, int *height);
gr_pty_cell gr_pty_cell_at(const gr_pty *pty, int x, int y);

/* The whole screen, or one row of it, without trailing blanks. Heap. */
char *gr_pty_screen(const gr_pty *pty);
char *gr_pty_row(const gr_pty *pty, int y);
bool gr_pty_shows(const gr_pty *pty, const char *part);

bool gr_pty_alternate_screen(const gr_pty *pty);
bool gr_pty_cursor_visible(const gr_pty *pty);

/* What a paste and an arrow key would send now. */
bool gr_pty_brackets_pastes(const gr_pty *pty);
bool gr_pty_application_keys(const gr_pty *pty);

/* The terminal is as the program found it: screen, cursor, modes, colours, line discipline. */
void gr_pty_assert_restored(const gr_pty *pty);

/* All bytes written so far. Borrowed until more is pumped. */
const char *gr_pty_output(const gr_pty *pty, size_t *length);

/* Whether all of them are text that is clean and the sequences that curses needs; and the terminal
 * was never made to answer, to ring, or to change its title. `what` names what was tried. */
void gr_pty_assert_unharmed(const gr_pty *pty, const char *what);

/* --- the process, from /proc; -1 where there is none --- */

long gr_pty_peak_memory(const gr_pty *pty); /* KiB */
long gr_pty_memory(const gr_pty *pty);      /* KiB */
long gr_pty_sleeps(const gr_pty *pty);      /* how often it went to sleep of its own will */

/* --- its twin --- */

/* The same workbench in this process and without a terminal; what it draws is what the screen must
 * show, character by character, with the attributes and colours that the terminal has. */
typedef struct gr_twin {
    gr_app app;
    gr_color color;
    char *folder; /* where it stands, and what its keys export goes: as the program's own */
} gr_twin;

/* `lesson` may be NULL. */
void gr_twin_init(gr_twin *twin, const char *lesson, gr_color color, bool ascii);

/* The same at a lesson, with no catalogue behind it: that takes ten times as long to load as the
 * lesson. For where many are made, and none is led out of its lesson. */
void gr_twin_init_alone(gr_twin *twin, const char *lesson, gr_color color, bool ascii);
void gr_twin_clear(gr_twin *twin);

/* A key; what it begins is played to its end. And ASCII keys; '\r' is Enter. */
void gr_twin_press(gr_twin *twin, gr_key key);
void gr_twin_type(gr_twin *twin, const char *keys);

/* Until the screen shows what the twin draws in the same size, and is quiet. */
void gr_pty_wait_twin(gr_pty *pty, gr_twin *twin);

/* The same for one look, without waiting: whether it does now. */
bool gr_pty_equals_twin(gr_pty *pty, gr_twin *twin);

/* Type the same at both, and wait until they show the same. */
void gr_pty_type_both(gr_pty *pty, gr_twin *twin, const char *keys);

/* Start both and wait for the first whole frame; 256 colours. */
gr_pty *gr_pty_start_both(const gr_pty_setup *setup, gr_twin *twin, const char *lesson);

#endif
