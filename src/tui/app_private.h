/* app_private.h - the screens and handlers of the app. Private to src/tui/. */
#ifndef GRADUS_APP_PRIVATE_H
#define GRADUS_APP_PRIVATE_H

#include "gradus/app.h"
#include "gradus/layout.h"
#include "gradus/prose_lines.h"

/* message.c */
__attribute__((format(printf, 3, 4))) void gr_app_say(gr_app *app, gr_message_kind kind,
                                                      const char *format, ...);
void gr_app_complain(gr_app *app, const gr_error *err);

/* app.c */
gr_context gr_app_context(const gr_app *app);

/* The key that does something, for messages: the user's own, or "no key". */
const char *gr_app_key_of(const gr_app *app, gr_action_id id);
bool gr_app_open_lesson(gr_app *app, const char *path, gr_error *err);
bool gr_app_leave_lesson(gr_app *app, gr_error *err);
const char *gr_app_way_back(const gr_app *app); /* where that leads to: "all lessons" */

/* Put a session on the screen, which takes it over; what was there is put away. */
void gr_app_show_session(gr_app *app, gr_session *session);

/* do_review.c: the page is one of a lesson and not of a review; do_notebook.c: and there is a record
 * of it. */
bool gr_app_in_lesson(const gr_app *app, gr_error *err);
bool gr_app_has_record(const gr_app *app, gr_error *err);

/* do_review.c: the lesson of a review's question learns what came of it, where it is open too. */
void gr_app_reviewed(gr_app *app);

/* do_copy.c: a page around the run of a capsule: its file, its CSV, or its line. */
bool gr_app_load_capsule(gr_app *app, const char *what, gr_error *err);

/* do_drive.c: whether the run stands still until the student moves it. */
bool gr_app_waits_for_student(const gr_app *app);

/* Whether there is a wheel on the page that opens: its keys are those of the experiment then, not
 * those of a question below. */
bool gr_app_has_wheel(const gr_app *app);

/* app_actions.c: do an action, and tell what goes wrong. */
void gr_app_do(gr_app *app, gr_action_id id);

/* do_*.c: one function for each row of actions.def, named after its id: gr_do_STEP. */
#define GR_ACTION(id, ...) bool gr_do_##id(gr_app *app, gr_error *err);
#include "gradus/actions.def"
#undef GR_ACTION

long gr_app_counted(const gr_app *app); /* the count prefix, or 1 */
void gr_app_rub(char *text);            /* its last character */

enum { GR_KNOBS_MAX = 64 };

void gr_app_open_field(gr_app *app, gr_field_use use, const char *text);
void gr_app_field_changed(gr_app *app); /* what follows from the last key, as a shorter list */

/* Once a question is closed: what came of it, where another one follows; that the lesson is done,
 * where it is. */
void gr_app_tell_closed(gr_app *app, const gr_item *item);

bool gr_app_turn(gr_app *app, size_t page, gr_error *err); /* to a page, from 0 */

/* The context without help and fields. */
gr_context gr_app_place(const gr_app *app);

/* command.c: do what was typed behind `:`. */
bool gr_command_run(gr_app *app, const char *typed, gr_error *err);

/* screen_help.c: the action that is chosen, or GR_ACTION_NONE and perhaps a command (else NULL); and
 * "on a lesson page". */
gr_action_id gr_help_chosen(const gr_app *app, const gr_command **command);
const char *gr_context_place(gr_context context);

/* Knobs in the order of the knob line, the free ones first. */
size_t gr_app_knobs(const gr_app *app, gr_study_knob knobs[GR_KNOBS_MAX]);

bool gr_app_set_knob(gr_app *app, const char *value, gr_error *err); /* the chosen one */

/* Whether the page leaves a knob free. */
bool gr_app_knob_is_free(const gr_app *app, const gr_study_knob *knob);

/* export.c: write the trace and its capsule. */
bool gr_app_export(gr_app *app, const char *path, gr_error *err);
bool gr_export_lines(const gr_app *app, gr_prose_lines *lines, gr_error *err);

/* Where the question stands that is to be kept in sight, the open one or the one closed last: its
 * first line, that of its field or chosen option, and its last, what came of it included. -1: there
 * is none. */
typedef struct gr_page_marks {
    long question, field, last;
} gr_page_marks;

/* page_text.c: the text of the page with its questions; `again` is the key that practises. */
bool gr_page_lines(const gr_session *session, bool focused, const char *again,
                   gr_prose_lines *lines, gr_page_marks *marks, gr_error *err);

/* screen_live.c: the figures, as many as there is room for; and the number of the moment, the note
 * of the first of them. */
enum { GR_NOTE_MAX = 80 };
bool gr_live_draw(gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err);
bool gr_live_number(const gr_app *app, char out[GR_NOTE_MAX], gr_error *err);

/* live_curve.c: the curve that a page asks for. Whether it is to be drawn now; where its pen is,
 * "step 30   f 3.2" with `between` in the middle; and what belongs to it put over a figure, which
 * will be so many columns wide. */
bool gr_curve_is_open(const gr_session *session);
void gr_pen_words(const gr_session *session, const char *between, gr_text *out);
bool gr_live_curve(const gr_session *session, const gr_figure *figure, int columns, gr_view *view,
                   gr_error *err);

/* screen_knobs.c: one row of knobs. */
bool gr_knobs_draw(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err);

/* screen_status.c: where the run stands and what it does: in a line of its own; at the right of one
 * with the knobs; and as little as there is, beside the key of the help. */
void gr_status_draw(const gr_app *app, gr_canvas *canvas, gr_rect row);
bool gr_status_draw_short(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err);
void gr_status_draw_least(const gr_app *app, gr_canvas *canvas, gr_rect row);

/* The screens. */
bool gr_catalogue_draw(gr_app *app, gr_canvas *canvas, gr_error *err);
bool gr_page_draw(gr_app *app, gr_canvas *canvas, gr_error *err);
bool gr_help_draw(gr_app *app, gr_canvas *canvas, gr_error *err);

/* Whether a part is in a text, letters of either case. */
bool gr_search_finds(const char *text, const char *part);

/* The message row; true when there is a message. */
bool gr_message_draw(const gr_app *app, gr_canvas *canvas, gr_rect row);

/* A field with what is typed in it, "[ 0.04    ]": so many columns inside, and of what is longer the
 * end, where typing goes on. */
void gr_field_box(gr_text *box, const char *typed, int width);

/* Text from line `scroll` with `12 more below` on its last row when some is left. */
void gr_scrolled_draw(const gr_prose_lines *lines, size_t scroll, gr_canvas *canvas, gr_rect rect);

#endif
