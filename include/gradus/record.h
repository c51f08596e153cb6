/* record.h - what a student did, event by event, in a CSV that only grows.
 *
 * One file a student, `$XDG_STATE_HOME/gradus/<student>.csv`, a row an event, written with one
 * system call the moment it happens: a killed program or a lost connection costs at most the row in
 * flight. Several programs may write to one file at once, since each row goes to its end whole.
 *
 * The columns, and what is empty where it does not apply:
 *
 *   format           1
 *   lesson           its name: 080-valley
 *   item             id of a question
 *   student          as in the file's name
 *   session          when the program was started, and its process: one stretch of work
 *   seq              1, 2, ... within the session
 *   time_utc         2026-11-22T21:40:27Z
 *   event, value     see entries.def
 *   expected_shown   1 once the answer had been shown
 *   correct          1 right, 0 wrong; empty where nothing is marked
 *   score, max       points
 *   attempt          1, 2, ...
 *   confidence       1 guess, 2 fairly, 3 certain: of the answer or prediction that the item's row
 *                    before this one is
 *   params           the numbers drawn for this student: a=3 b=7; of a review behind review=2, which
 *                    review of the question it was
 *   capsule          the run in hand, from which it can be made again (capsule.h)
 *
 * A reader stops before the first row that is damaged; what is behind it is kept aside beside the
 * file when the record is next opened, and the rest is used. Who mends and who writes wait for each
 * other, so that no row on its way is taken for damage.
 */
#ifndef GRADUS_RECORD_H
#define GRADUS_RECORD_H

#include "gradus/csv.h"

typedef enum gr_entry_kind {
#define GR_ENTRY(id, word) GR_ENTRY_##id,
#include "gradus/entries.def"
#undef GR_ENTRY
    GR_ENTRY_KINDS
} gr_entry_kind;

enum { GR_STUDENT_MAX = 64, GR_VERDICT_NONE = -1 };

/* One event. Texts may be NULL for none; line ends in them become blanks. */
typedef struct gr_entry {
    gr_entry_kind event;
    const char *lesson, *item, *value, *params, *capsule;
    bool expected_shown;
    int correct;       /* 1, 0, or GR_VERDICT_NONE */
    double score, max; /* gr_missing() for none */
    long attempt;      /* 0: none */
    int confidence;    /* 0: none */
} gr_entry;

typedef struct gr_record gr_record;

/* Who it is: $GRADUS_STUDENT, else the name of the account. Letters, digits, dots, dashes and
 * underscores are kept, others become underscores; it does not begin with a dot. Appended to `out`.
 */
bool gr_student_name(gr_text *out, gr_error *err);

/* The same of a name that is given; GR_ERROR_USAGE for an empty one. */
bool gr_student_clean(const char *name, gr_text *out, gr_error *err);

/* Open the record of whoever this is; NULL where none is wanted, which $GRADUS_STUDENT says with -.
 * Otherwise as gr_record_open. */
bool gr_record_begin(gr_record **record, gr_text *aside, gr_error *err);

/* Open the record of a student, making file and folder. A damaged tail is moved aside, and its new
 * name appended to `aside` (may be NULL). `now` and `process` name the session. */
gr_record *gr_record_open(const char *student, gr_text *aside, gr_error *err);
void gr_record_close(gr_record *record); /* NULL is fine */

const char *gr_record_student(const gr_record *record); /* whose it is; borrowed */

/* Write one event. The first failure is kept and tells itself once (gr_record_trouble); work goes
 * on without a record then. */
void gr_record_add(gr_record *record, const gr_entry *entry);

/* True once after a write has failed, with what was wrong. */
bool gr_record_trouble(gr_record *record, gr_error *err);

/* The rows of a record that are whole, as a CSV with a header; none where there is no file. */
bool gr_record_read(const char *student, gr_csv *rows, gr_error *err);

/* The same; where the end of it is damaged, and so left out, that is said in `words`. */
bool gr_record_read_telling(const char *student, gr_csv *rows, gr_text *words, gr_error *err);

/* The same of an open record. */
bool gr_record_rows(const gr_record *record, gr_csv *rows, gr_error *err);

/* Its file, appended to `path`. */
bool gr_record_path(const char *student, gr_text *path, gr_error *err);

/* What was written as a value: a ' that guards a cell from spreadsheets is no part of it. Points
 * into the cell. */
const char *gr_record_value(const char *cell);

/* Seconds since 1970 of a time as the record has it, 2026-11-22T21:40:27Z; false for what is none.
 */
bool gr_record_seconds(const char *time, int64_t *seconds);

/* The event of that word, GR_ENTRY_KINDS for none. */
gr_entry_kind gr_entry_named(const char *word);

/* How many bytes at the start of a record are whole rows. */
size_t gr_record_whole(const char *bytes, size_t length);

#endif
