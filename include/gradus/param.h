/* param.h - knobs: what they are, and their values.
 *
 * A gr_param is one static row that describes one knob: name, kind, unit, range, default, help.
 * Lists of rows end with a row whose name is NULL. A gr_values holds the present value of every
 * knob of one experiment, with those of the chosen family members spliced in behind the FAMILY
 * knob that chose them:
 *
 *     optimizer = adam, optimizer.lr, optimizer.beta1, ..., surface = valley, surface.kappa, ...
 *
 * A spliced knob's full name is `optimizer.beta1`; `beta1` is enough where only one knob is called
 * so. The same rows serve the command line, lessons, the screen and `gradus show`.
 */
#ifndef GRADUS_PARAM_H
#define GRADUS_PARAM_H

#include "gradus/error.h"
#include "gradus/text.h"

#include <stddef.h>

typedef enum gr_param_kind {
    GR_PARAM_NUMBER,  /* a real number in a range; typed as an expression (1e-3, 1/25) */
    GR_PARAM_INTEGER, /* a whole number in a range, below 2^53 in size */
    GR_PARAM_YESNO,   /* yes or no */
    GR_PARAM_CHOICE,  /* one of `words` */
    GR_PARAM_FAMILY,  /* a member of `family`, whose knobs are spliced in */
    GR_PARAM_LAYERS,  /* sizes joined by dashes, 5-8-4-3; the range holds for each size */
    GR_PARAM_TEXT,    /* any clean text */
    GR_PARAM_FILE,    /* a file name, looked for as paths.h says */
    GR_PARAM_COLUMNS, /* column names or numbers and ranges of a data file: 0..63,label */
    GR_PARAM_KINDS
} gr_param_kind;

/* A set of interchangeable things, each with knobs of its own. */
typedef struct gr_family {
    const char *name;
    size_t (*count)(void);
    const char *(*member)(size_t index);
    const char *(*summary)(size_t index);
    const struct gr_param *(*params)(size_t index);
} gr_family;

typedef struct gr_param {
    const char *name;         /* NULL ends a list */
    gr_param_kind kind;
    const char *unit;         /* NULL or "" when it has none */
    const char *help;         /* one line */
    const char *initial;      /* the default, as a user would type it */
    double low, high;         /* NUMBER, INTEGER, LAYERS; INFINITY for no end */
    bool low_open, high_open; /* the end itself is not allowed */
    bool log_scale;           /* `+` and `-` go 1-2-5 instead of in steps of one */
    bool single;              /* LAYERS: one size will do */
    bool live;                /* may change in mid-run; others take effect from the start */
    const char *const *words; /* NULL-terminated: CHOICE's members, or words any other kind takes */
    const gr_family *family;  /* FAMILY only */
} gr_param;

/* One knob and its value. */
typedef struct gr_value {
    const gr_param *param;
    const char *owner; /* name of the FAMILY knob it was spliced in by, or NULL */
    char *text;        /* canonical: numbers as gr_number_exact writes them */
    double number;     /* NUMBER, INTEGER; YESNO 0 or 1; CHOICE, FAMILY the index; else NaN */
    int word;          /* index in param->words when the value is one of them, else -1 */
    double *list;      /* LAYERS: the sizes */
    size_t count;
    bool given; /* set explicitly, so kept when its family member changes */
} gr_value;

enum { GR_NUMBERS_SPARE = 8 };

typedef struct gr_values {
    const gr_param *params;
    gr_value *items;
    size_t count, capacity;
    double *numbers; /* items[i].number side by side, for inner loops; GR_NUMBERS_SPARE zeros behind,
                        so that a few more than there are may be copied */
} gr_values;

/* One assignment, as `-s KNOB=VALUE` or a line of `set:` gives it. */
typedef struct gr_setting {
    const char *knob, *value;
} gr_setting;

/* All knobs at their defaults. Fails only for lack of memory: a registry test proves that every
 * default is valid. */
bool gr_values_init(gr_values *values, const gr_param *params, gr_error *err);
bool gr_values_copy(gr_values *copy, const gr_values *values, gr_error *err);
void gr_values_clear(gr_values *values); /* fine on a zeroed one */

/* Assign all settings, families first, so their order does not matter. All or nothing. A new
 * family member gets its own defaults but for knobs that were set explicitly and that it has too.
 * Errors are GR_ERROR_USAGE. */
bool gr_values_apply(gr_values *values, const gr_setting *settings, size_t count, gr_error *err);
bool gr_values_set(gr_values *values, const char *knob, const char *value, gr_error *err);

/* The knob of that full or short name; an unknown or ambiguous one is an error that lists what
 * exists. Borrowed until the values change. */
const gr_value *gr_values_find(const gr_values *values, const char *knob, gr_error *err);

/* Values by name, for `prepare`; the knob must exist. For CHOICE and FAMILY the number is the
 * index. */
double gr_values_number(const gr_values *values, const char *knob);
bool gr_values_yes(const gr_values *values, const char *knob);
const char *gr_values_text(const gr_values *values, const char *knob);
size_t gr_values_index(const gr_values *values, const char *knob);

/* The value one step up (direction 1) or down (-1) from the present one, as text: 1-2-5 on a log
 * scale, steps of one on a linear one (of real numbers a tenth where the range is within 1, ten
 * where it is 100 or wider), the next word or member, the other of yes and no. Stays inside the
 * range. False, with an error that says how to type one, for kinds that have no neighbours. */
bool gr_values_neighbour(const gr_values *values, size_t index, int direction, gr_text *out,
                         gr_error *err);

/* The name to show: short where that is unambiguous, else full. Appended to `out`. */
void gr_values_name(const gr_values *values, size_t index, gr_text *out);

/* What a knob takes, in words: "a number, lr > 0", "yes or no", "one of majority, random". */
void gr_param_allowed(const gr_param *param, gr_text *out);

#endif
