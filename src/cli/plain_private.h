/* plain_private.h - the parts of the plain dialogue. Private to src/cli/plain*.c. */
#ifndef GRADUS_PLAIN_PRIVATE_H
#define GRADUS_PLAIN_PRIVATE_H

#include "gradus/app.h"
#include "gradus/prose.h"

enum { GR_PLAIN_LINE = 4096 }; /* bytes of a line of input */

typedef struct gr_plain {
    gr_catalogue catalogue;
    gr_session *session; /* NULL: the catalogue is open */
    gr_session *review;  /* the review put aside while one of its lessons is open, or NULL */
    gr_review schedule;  /* what is to be reviewed, by the record as it was read last */
    gr_record *record;   /* NULL: none is kept */
    int width;
    bool utf8;     /* what is printed may have characters outside ASCII */
    bool terminal; /* standard input is one */
    bool begun;    /* the first line of input has been read */
    bool over;
    bool confidence; /* after each answer it is asked how sure that was */
    int broken;      /* errno of standard output, once it cannot be written */

    const struct gr_plain_command *asking; /* its argument is what the next line is */
    const gr_item *told;                   /* the question that was told last */
    unsigned long offered;                 /* the commands that were listed last, a bit each */
    gr_text line;                          /* the last line of input, clean */
} gr_plain;

/* --- plain_output.c: every byte of the dialogue goes through here --- */

void gr_plain_set_up_output(gr_plain *plain);

/* Text wrapped at the width behind `indent` blanks, each of its lines anew. */
bool gr_plain_text(gr_plain *plain, const char *text, int indent, gr_error *err);
/* The same of a question's text, with marks (prose.h). */
bool gr_plain_marked(gr_plain *plain, const char *text, int indent, gr_error *err);
bool gr_plain_say(gr_plain *plain, gr_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool gr_plain_block(gr_plain *plain, const gr_block *block, gr_error *err);
void gr_plain_empty(gr_plain *plain);

/* "> ", "answer> ": waits for a line behind it. And what was typed, where no terminal shows it. */
void gr_plain_prompt(gr_plain *plain, const char *word);
bool gr_plain_echo(gr_plain *plain, gr_error *err);

/* Hand on what was printed; on failure the dialogue is over. */
void gr_plain_flush(gr_plain *plain);

/* --- plain_input.c --- */

typedef enum gr_plain_read {
    GR_READ_LINE,
    GR_READ_LONG,
    GR_READ_END,
    GR_READ_FAILED
} gr_plain_read;

/* The next line of standard input, without its end and the blanks around it, into plain->line. */
gr_plain_read gr_plain_read_line(gr_plain *plain, gr_error *err);

/* --- plain_move.c --- */

/* Make the moves that the session was told of; Ctrl-C stops them. */
bool gr_plain_settle(gr_plain *plain, gr_error *err);

/* --- plain_catalogue.c --- */

bool gr_plain_catalogue(gr_plain *plain, gr_error *err);

/* Open a lesson: by its place in the catalogue, its number, its name or its file. */
bool gr_plain_open(gr_plain *plain, const char *name, gr_error *err);

/* The same without telling its page. */
bool gr_plain_enter(gr_plain *plain, const char *name, gr_error *err);

/* Note what was reached, say it, and close the lesson. */
bool gr_plain_leave(gr_plain *plain, gr_error *err);

/* --- plain_review.c --- */

/* Read the record: the words of the catalogue, and what is to be reviewed. */
bool gr_plain_refresh(gr_plain *plain, gr_error *err);

/* Say what is due, if anything is; ask it; open the lesson of the question that is asked, and come
 * back from there. */
bool gr_plain_due(gr_plain *plain, gr_error *err);
bool gr_plain_review(gr_plain *plain, gr_error *err);
bool gr_plain_source(gr_plain *plain, gr_error *err);
bool gr_plain_back(gr_plain *plain, gr_error *err);

/* --- plain_page.c --- */

bool gr_plain_page(gr_plain *plain, gr_error *err); /* all of it, from its title */
bool gr_plain_figures(gr_plain *plain, bool rows, gr_error *err);
bool gr_plain_knobs(gr_plain *plain, bool help, gr_error *err);
bool gr_plain_knob(gr_plain *plain, const char *name, gr_error *err); /* one, by name */
bool gr_plain_standing(gr_plain *plain, gr_error *err);               /* step, state, numbers */
bool gr_plain_outcomes(gr_plain *plain, gr_error *err); /* of predictions, at the end */

/* Where `lessons` leads to: "to the catalogue". */
const char *gr_plain_way_back(const gr_plain *plain);

/* How the lesson stands at its end, behind a few words. */
bool gr_plain_ending(gr_plain *plain, const char *why, gr_error *err);

/* What came of an answer, and why; and when nothing more is open, how the lesson stands. */
bool gr_plain_verdict(gr_plain *plain, const gr_item *item, gr_error *err);
bool gr_plain_hint(gr_plain *plain, const gr_item *item, size_t number, gr_error *err);
bool gr_plain_question(gr_plain *plain, gr_error *err); /* the open one, when it is new */

/* How sure was the answer? And then, whatever the line says, what came of it; `taken` if the line
 * said just that. */
bool gr_plain_ask_sure(gr_plain *plain, gr_error *err);
bool gr_plain_take_sure(gr_plain *plain, const char *line, bool *taken, gr_error *err);

/* --- plain_export.c --- */

/* Each is a command. Where no file is named, the last two take the names that the workbench takes.
 */
bool gr_plain_export(gr_plain *plain, const char *path, gr_error *err);
bool gr_plain_capsule(gr_plain *plain, const char *argument, gr_error *err);
bool gr_plain_note(gr_plain *plain, const char *words, gr_error *err);
bool gr_plain_book(gr_plain *plain, const char *path, gr_error *err);
bool gr_plain_hand_in(gr_plain *plain, const char *path, gr_error *err);

/* --- plain_possible.c: what can be done now --- */

typedef bool gr_plain_condition(const gr_plain *plain);

gr_plain_condition gr_plain_always, gr_plain_in_catalogue, gr_plain_in_lesson, gr_plain_has_run,
    gr_plain_can_step, gr_plain_can_part, gr_plain_has_runs, gr_plain_can_back, gr_plain_can_set,
    gr_plain_can_answer, gr_plain_can_hint, gr_plain_can_show, gr_plain_can_skip,
    gr_plain_can_review, gr_plain_in_review, gr_plain_can_practise, gr_plain_can_next,
    gr_plain_can_previous, gr_plain_can_drive;

/* --- plain_commands.c --- */

typedef struct gr_plain_command {
    const char *name;  /* and its number in the menu is its place in the table */
    const char *other; /* other words for it, separated by blanks */
    const char *asks;  /* it needs an argument, which is asked for in this word; or NULL */
    const char *menu;  /* in the list of what can be done */
    const char *help;
    bool offered;   /* in the short list of what can be done */
    bool in_lesson; /* it is refused in the catalogue */
    gr_plain_condition *possible;
    bool (*run)(gr_plain *plain, const char *argument, gr_error *err);
} gr_plain_command;

extern const gr_plain_command gr_plain_commands[];
extern const size_t gr_plain_command_count;

/* --- plain_line.c --- */

/* List what can be done now: all of it, or in short and only when it has changed. */
bool gr_plain_menu(gr_plain *plain, bool all, gr_error *err);

/* Do what the line says. */
bool gr_plain_do(gr_plain *plain, gr_error *err);

#endif
