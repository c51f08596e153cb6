/* app.h - the workbench without a terminal: keys go in, a canvas comes out.
 *
 * The app is one struct that is passed down; it owns the catalogue and the session. It knows
 * neither curses nor clocks: term.c hands it keys and asks for its picture, and calls
 * gr_app_work between keys while the app is busy. So a test plays it without a terminal.
 */
#ifndef GRADUS_APP_H
#define GRADUS_APP_H

#include "gradus/action.h"
#include "gradus/paths.h"
#include "gradus/review.h"
#include "gradus/session.h"

/* One line of the catalogue. */
typedef struct gr_catalogue_entry {
    gr_lesson *lesson;  /* owned; NULL when the file cannot be read as a lesson */
    const char *path, *name;
    const char *problem; /* why not, when it cannot */
    const char *progress; /* the word of what was reached; "" when it was not opened */
    gr_session *session;  /* owned: as it was left; NULL while it is open or was never opened */
} gr_catalogue_entry;

typedef struct gr_catalogue {
    gr_catalogue_entry *entries;
    size_t count, chosen;
    char filter[64]; /* what is searched for; "": all are shown */
    gr_paths paths;
    gr_arena arena;
} gr_catalogue;

bool gr_catalogue_load(gr_catalogue *catalogue, gr_error *err);

/* Take up what a record tells: the words of progress, and the lesson that was open last; the words
 * alone; and what is to be reviewed, made anew. The questions are the catalogue's own. */
void gr_catalogue_follow(gr_catalogue *catalogue, const gr_csv *rows);
void gr_catalogue_reach(gr_catalogue *catalogue, const gr_csv *rows);
bool gr_catalogue_review(const gr_catalogue *catalogue, const gr_csv *rows, gr_review *review,
                         gr_error *err);
void gr_catalogue_clear(gr_catalogue *catalogue);

/* The title of an entry's chapter, one pointer a chapter; NULL for a lesson without a number. */
const char *gr_catalogue_chapter(const gr_catalogue_entry *entry);

/* Search in number, title, objective and page titles, letters of either case. The chosen entry is
 * always one that is shown, if any is. */
void gr_catalogue_search(gr_catalogue *catalogue, const char *part);
bool gr_catalogue_shows(const gr_catalogue *catalogue, size_t index);
size_t gr_catalogue_shown(const gr_catalogue *catalogue);
void gr_catalogue_move(gr_catalogue *catalogue, int direction); /* to the next that is shown */

typedef enum gr_message_kind {
    GR_MESSAGE_NONE,
    GR_MESSAGE_DONE,  /* = */
    GR_MESSAGE_NOTE,  /* ! */
    GR_MESSAGE_ERROR, /* x */
    GR_MESSAGE_PLAIN
} gr_message_kind;

/* What a field that is open is for. */
typedef enum gr_field_use {
    GR_FIELD_NONE,
    GR_FIELD_KNOB,
    GR_FIELD_ANSWER, /* a text, to the open question */
    GR_FIELD_EXPORT,
    GR_FIELD_SEARCH, /* in the catalogue */
    GR_FIELD_FIND,   /* in the help */
    GR_FIELD_COMMAND
} gr_field_use;

enum { GR_FIELD_MAX = 4096 };

enum { GR_MESSAGES_KEPT = 100 };

/* 1, 2, 4 ... 64 steps a second in at most 30 frames, then each step as soon as it can be drawn. */
enum { GR_SPEED = 8, GR_SPEED_MAX = 64, GR_SPEED_DRAWN = 1000, GR_FRAMES_A_SECOND = 30 };

typedef struct gr_app {
    gr_catalogue catalogue;
    gr_session *session; /* NULL: the catalogue is open */
    gr_session *review;  /* the review put aside while one of its lessons is open, or NULL */
    gr_review schedule;  /* what is to be reviewed, by the record as it was read last */
    int64_t now;         /* seconds since 1970, set by whoever has a clock; decides what is due */
    gr_record *record;   /* of what the student does; borrowed; NULL: none is kept */
    bool ascii;
    bool confidence;      /* after each answer it is asked how sure that was */
    gr_bindings bindings; /* the table's; a caller may put the user's own there */

    bool on_live;      /* the focus is on the experiment, not on the text */
    bool zoomed;       /* the experiment alone */
    size_t plot;       /* the first plot to show, */
    size_t plots_seen; /* and how many there was room for when it was drawn */
    size_t knob;       /* the chosen one, in the order of the knob line */
    size_t scroll;     /* first line of the text */
    bool scrolled;     /* by hand: the open question no longer decides */
    bool fine;
    bool playing;
    int speed;         /* steps a second, at most GR_SPEED_MAX, or GR_SPEED_DRAWN */
    long count;        /* count prefix; 0: none */

    gr_field_use field;
    char typed[GR_FIELD_MAX];
    bool untouched; /* the field still shows what it was opened with */

    bool help;
    size_t help_chosen;  /* among the actions shown */
    bool help_all;       /* of all screens, and not this one's alone */
    char help_find[64];  /* what is searched for in it */
    bool listing;        /* the messages in its place */

    bool waiting;      /* an action waits for the work in hand: */
    gr_action_id then; /* that one */
    long work_from;    /* the step where the work in hand began */
    long work_spent;   /* milliseconds, once it is worth a bar; else 0 */

    gr_message_kind message_kind;
    char message[512];
    char messages[GR_MESSAGES_KEPT][160]; /* the last ones, in turn */
    size_t message_count;                 /* of all there were */
    gr_text clipboard; /* what is to be copied; whoever has a terminal takes it, and clears it */
    bool quit, redraw;
} gr_app;

/* Zero-initialise through this; `lesson` (may be NULL) is opened at once. */
bool gr_app_init(gr_app *app, const char *lesson, bool ascii, gr_error *err);

/* Keep a record from now on, and take up what it tells of: the catalogue's words, the line where
 * the student was, and the lesson that is open. It must outlive the app. */
bool gr_app_follow(gr_app *app, gr_record *record, gr_error *err);

/* Read the record once more: the words of the catalogue, and what is to be reviewed. Nothing where
 * no record is kept. */
bool gr_app_refresh(gr_app *app, gr_error *err);

/* Ask what is due, five questions at most. Where nothing is, say when the next will be. */
bool gr_app_review(gr_app *app, gr_error *err);

/* An app that shows one session, for `gradus frame` and tests. Takes the session over. */
void gr_app_around(gr_app *app, gr_session *session, bool ascii);
void gr_app_clear(gr_app *app);

/* One key. */
void gr_app_key(gr_app *app, gr_key key);

/* Pasted text goes into an open field and nowhere else. */
void gr_app_paste(gr_app *app, const char *text);

/* Whether there is work in hand, and one bounded piece of it. */
bool gr_app_busy(const gr_app *app);
void gr_app_work(gr_app *app);

/* Tell how long the work in hand has taken: a bar with share and time left is shown. 0: none. */
void gr_app_show_progress(gr_app *app, long milliseconds);

/* The time between two steps while playing, in milliseconds; 0: nothing plays. And one such step. */
int gr_app_interval(const gr_app *app);
void gr_app_tick(gr_app *app);

/* The lines of the help, or of the messages in its place, that can be chosen. */
size_t gr_help_count(const gr_app *app);

/* Draw the present screen on a canvas of any size. */
bool gr_app_draw(gr_app *app, gr_canvas *canvas, gr_error *err);

/* The lines that a page of a lesson takes as first opened, at a width; `cut`: something is wider
 * than that. For `gradus check`. */
bool gr_page_measure(const gr_session *session, int width, size_t *lines, bool *cut,
                     gr_error *err);

#endif
