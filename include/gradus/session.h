/* session.h - one student in one lesson: page, runs, questions. No screen, no keys.
 *
 * The workbench, the plain dialogue and `gradus frame` all hold a session and nothing deeper.
 *
 * Moving is asked for and then done in pieces: gr_session_aim says where to, gr_session_piece does
 * bounded work until it is there. A prediction that is open stops the run at its step: nothing
 * moves forwards past it until it is answered or skipped.
 */
#ifndef GRADUS_SESSION_H
#define GRADUS_SESSION_H

#include "gradus/answer.h"
#include "gradus/drawing.h"
#include "gradus/record.h"
#include "gradus/study.h"

enum { GR_TYPED_MAX = 512 };

/* How a question stands. */
typedef struct gr_item_state {
    char typed[GR_TYPED_MAX]; /* the field, as far as it is typed */
    bool closed;              /* answered, skipped or shown: it asks no more */
    bool right, skipped, shown;
    bool kept;                     /* a text that is marked by hand */
    char answered[GR_TYPED_MAX];   /* the last answer as it was typed */
    double blanks[GR_BLANKS_MAX];  /* fill: the right values; NaN while the page was never open */
    size_t wrong_blank;            /* of the last answer, from 1 */
    size_t opened;                 /* fill: so many blanks are open beside the last one */
    size_t in_place, places;       /* of the last answer: an order's items that are */
    int attempts;
    size_t hints;        /* so many of them are open */
    double value;        /* the last answer */
    double key;          /* ask: the right one; predict: what came true; of a curve how far it was
                            off, its value being how many points it has. NaN while unknown */
    const char *message; /* the last mistake, where it is a known one. Borrowed */
    int confidence;      /* in the last answer: 1 guess, 2 fairly, 3 certain; 0: not said */
    gr_drawn drawn;      /* the student's own numbers */
    long practice;       /* 0: what counts; else which of the variants that were practised since */
    long variants;       /* so many of them there have been */
    gr_recall recall;    /* how its reviews stand */
} gr_item_state;

/* What a question is marked by, found by running its page's experiment. */
typedef struct gr_weighing {
    const gr_item *item;       /* NULL: none */
    gr_drawn drawn;            /* for these numbers */
    gr_evaluation *evaluation; /* as long as it is under way */
    double *values;            /* of all its expressions, once it is done */
} gr_weighing;

typedef struct gr_session {
    gr_lesson *lesson; /* owned */
    size_t page;
    const gr_lab *lab; /* that the study belongs to; NULL: none */
    gr_study study;
    char student[GR_STUDENT_MAX + 1]; /* "": of no name */
    gr_item_state *items;   /* by item number, */
    gr_item_state *counted; /* and as those stand that are being practised: what counts */
    const gr_item *closed; /* the question of this page that was closed last, or NULL */
    long target;          /* where the study is going */
    size_t target_phases;
    bool moving;
    long rested;       /* the step that the record was told of last */
    gr_record *record; /* that is told what happens; borrowed; NULL: none */
    bool confidence;       /* after each answer it is asked how sure that was */
    const gr_item *unsure; /* the question of whose answer it is being asked; NULL: of none. What
                              came of that answer is better not told before */
    bool uncovered; /* predictions do not hold the run, as in `gradus frame --step` */
    gr_weighing weighing; /* of the question that was weighed last */
    const gr_item *curve; /* the curve that this page asks for, where it can be drawn; NULL: none */
    gr_drawing drawing;   /* of that, as far as it is drawn or as it was predicted */
} gr_session;

/* Takes over the lesson, which is freed on failure too. Opens page 0. */
gr_session *gr_session_new(gr_lesson *lesson, gr_error *err);
void gr_session_free(gr_session *session);

/* Open a page, from 0. A page with an experiment of its own begins it anew when one comes from
 * another; on failure the page stays the old one. */
bool gr_session_open(gr_session *session, size_t page, gr_error *err);

/* Whose numbers are drawn; all questions are as if never answered. "" or "-": those of no name. */
void gr_session_name(gr_session *session, const char *student);

/* Take up where the student was, by the rows of a record: the questions as they stand, the page,
 * and the runs with all that was done to them. What no longer fits the lesson is
 * passed over. Nothing of this is told to the record. */
bool gr_session_resume(gr_session *session, const gr_csv *rows, gr_error *err);

/* The same by the first `count` rows alone: as it stood then. */
bool gr_session_resume_until(gr_session *session, const gr_csv *rows, size_t count, gr_error *err);

/* From now on tell `record` (borrowed until the session ends), and first take up where it says that
 * the student was. */
bool gr_session_follow(gr_session *session, gr_record *record, gr_error *err);

/* Tell the record which page is open. */
void gr_session_told_page(gr_session *session);

/* Tell the record where the run has come to rest, if that is news: for whoever moved it, once it
 * neither moves nor plays. */
void gr_session_rest(gr_session *session);

/* Tell the record of something that is no change of the session: an export, a note, the end. */
void gr_session_tell(gr_session *session, gr_entry_kind event, const char *value);

const gr_page *gr_session_page(const gr_session *session);
gr_run *gr_session_run(const gr_session *session); /* the run in hand; NULL: none */

/* Put a run of the page's experiment in the place of the page's runs; it is taken over, but on
 * failure. */
bool gr_session_take(gr_session *session, gr_run *run, gr_error *err);

/* --- moving --- */

long gr_session_step(const gr_session *session);
long gr_session_steps(const gr_session *session); /* how far the page goes, of compared runs the
                                                     longest; 0: until it ends */
bool gr_session_at_end(const gr_session *session);

/* The prediction that holds the run, or NULL. */
const gr_item *gr_session_gate(const gr_session *session);

/* Aim at a whole step and phases beyond; clamped to the page. GR_ERROR_USAGE behind an open
 * prediction. */
bool gr_session_aim(gr_session *session, long step, size_t phases, gr_error *err);
bool gr_session_piece(gr_session *session, gr_error *err); /* session->moving: more to do */
bool gr_session_cancel(gr_session *session, gr_error *err);
bool gr_session_settle(gr_session *session, gr_error *err); /* pieces until it is there */

/* Set a knob, if the page leaves it free; the error says which are. */
bool gr_session_set(gr_session *session, const char *knob, const char *value, gr_error *err);
/* Do something to the run in hand: one of its experiment's actions, by name. It takes effect at once,
 * or with the next step. GR_ERROR_USAGE for an unknown one, behind an open prediction, and with its
 * reason where it cannot be done now. */
bool gr_session_act(gr_session *session, const char *action, gr_error *err);

/* The same, and then the step that carries it out, if the action is one of those: aims at it. */
bool gr_session_drive(gr_session *session, const char *action, gr_error *err);

/* What the student's keys do to the run in hand; `clock` may be NULL. */
gr_control gr_session_control(const gr_session *session, bool *clock);

bool gr_session_is_free(const gr_session *session, const gr_value *value); /* one of its run's */

/* The same by name, `2.lr` too; where it is not free the error names those that are. */
bool gr_session_may_set(const gr_session *session, const char *knob, gr_error *err);
bool gr_session_reset(gr_session *session, gr_error *err);

/* Fork the run in hand; all runs again with seeds that are so much higher (modulo 2^64). */
bool gr_session_fork(gr_session *session, gr_error *err);
bool gr_session_reseed(gr_session *session, uint64_t by, gr_error *err);

/* --- questions --- */

/* The question that is to be answered now on this page, or NULL. */
const gr_item *gr_session_item(const gr_session *session);
gr_item_state *gr_session_state(const gr_session *session, const gr_item *item);

/* Whether what is typed can be read as an answer; the error says what is allowed. */
bool gr_session_may_answer(const gr_session *session, gr_error *err);

/* Find out what the open question is marked by, ahead of gr_session_answer and gr_session_show,
 * which would do so in one go: as long as `moving` says that there is more to do, by
 * gr_session_piece. */
bool gr_session_weigh(gr_session *session, gr_error *err);

/* How much of that is done, 0 to 1; gr_missing(): nothing is being weighed. */
double gr_session_weighed(const gr_session *session);

/* Answer the open question with what is typed in its field. A prediction is closed by any number;
 * an ask is marked. What cannot be read as an answer is GR_ERROR_USAGE and no attempt. */
bool gr_session_answer(gr_session *session, gr_error *err);

/* The drawing in hand, if the question that is open is one for a curve; else NULL. Once it has been
 * changed gr_session_drew puts it into the question's field, as text. */
gr_drawing *gr_session_drawing(gr_session *session);
void gr_session_drew(gr_session *session);

/* How sure the answer was that `unsure` is about: 1 to 3, or 0 to leave it out. */
void gr_session_sure(gr_session *session, int confidence);

bool gr_session_skip(gr_session *session, gr_error *err); /* predictions, and what is reviewed */
bool gr_session_hint(gr_session *session, gr_error *err); /* open one more */
bool gr_session_show(gr_session *session, gr_error *err); /* give the answer; counts as shown */

/* Whether a page may be turned to: backwards always, forwards once the questions before it that are
 * required are closed. gr_session_open itself asks nothing. */
bool gr_session_may_turn(const gr_session *session, size_t page, gr_error *err);

/* Ask a question of this page anew, the one closed last if that can be, with other numbers; what
 * was reached stands, whatever comes of it. */
bool gr_session_practise(gr_session *session, gr_error *err);
const gr_item *gr_session_practisable(const gr_session *session); /* which that would be, or NULL */

/* How many blanks of a line are to be filled in, from its end: one, and one more each time that it
 * is practised. And the text of the one that is being typed, with its number from 1. */
size_t gr_session_blanks(const gr_session *session, const gr_item *item);
const char *gr_session_blank_typed(const gr_session *session, const gr_item *item, size_t *number);

/* How a question stands as far as it counts: as it was when practice began. */
const gr_item_state *gr_session_counted(const gr_session *session, const gr_item *item);

/* How many questions of the lesson are still open, and the first of them (may be NULL). */
size_t gr_session_open_items(const gr_session *session, const gr_item **first);

/* Whether nothing is left to do here: no question of the lesson is open, or none of its last page
 * while that is the one in sight. */
bool gr_session_ends(const gr_session *session);

/* In a review: the lesson's page has been opened beside the question of this page. */
void gr_session_looked(gr_session *session);

/* Take over how the reviews of a question stand, from a review of this lesson that went on beside
 * it. */
void gr_session_take_recall(gr_session *session, const char *item, const gr_recall *recall);

/* "", "seen", "tried", "right with help", "right alone", "still right": the lowest over the
 * questions that count, once all of them are closed; before that whether anything was tried. Still
 * right is what was right alone at the last review of each of them. */
const char *gr_session_progress(const gr_session *session);

/* The same by the rows of a record, of a lesson that is not open. */
const char *gr_lesson_progress(const gr_lesson *lesson, const gr_csv *rows);

/* And in numbers. */
typedef struct gr_lesson_standing {
    const char *word;
    size_t predicted, predictions; /* made, of so many */
    size_t answered, asks;         /* right, of so many that ask */
    const char *last;              /* when something was done last, as in the record; borrowed */
} gr_lesson_standing;

void gr_lesson_stand(const gr_lesson *lesson, const gr_csv *rows, gr_lesson_standing *standing);

/* Whether a question still waits: neither predicted nor skipped, neither right nor shown. */
bool gr_item_is_open(const gr_lesson *lesson, const gr_item *item, const gr_csv *rows);

#endif
