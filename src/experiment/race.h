/* race.h - a fair race of optimizers; private to race*.c. */
#ifndef GRADUS_RACE_H
#define GRADUS_RACE_H

#include "descender.h"
#include "gradus/experiment.h"

enum { GR_RACE_MOST = 11 }; /* methods in one race */

typedef struct gr_race_method {
    gr_descender descender;
    size_t index;   /* in the registry of optimizers */
    size_t slots;   /* where its slots begin among the numbers of the state */
    char letter[2]; /* its mark: its first letter, or the next that is not taken */
} gr_race_method;

typedef struct gr_race_setup {
    gr_terrain terrain;
    size_t count;
    gr_race_method methods[GR_RACE_MOST];
    bool best;     /* each at its best rate, else all at the same */
    bool distance; /* the metric; else f */
    double lr;
    long budget;
    size_t rate_count;
    const double *rates; /* of the sweep; ends exact */
    size_t sweep;        /* where its cells begin among the numbers of the state */
    size_t numbers;
} gr_race_setup;

/* One who races. */
typedef struct gr_racer {
    gr_descender_state at;
    double metric, best; /* now, and the smallest so far */
    long diverged;       /* the step at which it left the race; -1: it is in it */
} gr_racer;

typedef struct gr_race_state {
    long step;    /* -1: the sweep is not over */
    size_t swept; /* runs of the sweep that are over, method by method */
    bool running; /* the next one has begun */
    gr_racer racers[GR_RACE_MOST];
    double numbers[]; /* slots of all methods; then the sweep: for each method a cell for each rate,
                         the metric after the whole budget, inf where that run diverged */
} gr_race_state;

/* A row of the log: for each method this, in order; missing once it has left the race. */
typedef struct gr_race_point {
    double x[2], metric;
} gr_race_point;

enum { GR_RACE_POINTS }; /* its track */

extern const gr_figure gr_race_figures[];

bool gr_race_view(const gr_job *job, const void *state, const gr_view_request *request,
                  gr_view *view, gr_error *err);

/* Read `text`, names between commas or blanks, and make ready all whom it names, with letters. */
bool gr_race_enter(gr_race_setup *setup, const char *text, gr_error *err);

/* The metric where one stands. */
double gr_race_metric(const gr_race_setup *setup, const gr_descender_state *at);

/* The runs of the sweep. */
size_t gr_race_runs(const gr_race_setup *setup);

/* The sweep's cell of a method and a rate: missing while it is not known. */
double gr_race_swept(const gr_race_setup *setup, const gr_race_state *now, size_t method,
                     size_t rate);

/* The smallest cell of a method among those that are known, the first of equals; the first of all
 * where every run has diverged. */
size_t gr_race_best_rate(const gr_race_setup *setup, const gr_race_state *now, size_t method);

/* The methods from the smallest metric up; those that have left the race behind, equals in their
 * order. */
void gr_race_rank(const gr_race_setup *setup, const gr_race_state *now, size_t order[GR_RACE_MOST]);

#endif
