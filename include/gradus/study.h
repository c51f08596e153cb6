/* study.h - several live runs of one experiment under one clock.
 *
 * The clock is a step number. Moving it moves every run that is not a ghost; one that has ended
 * stays at its last step. A ghost is a run that is only looked at: what was there before a fork or
 * before a knob that counts from the start was changed.
 *
 * Runs that differ in nothing but their seed are one group. Groups are what a student sees and
 * names: group 2 is the curve marked 2, and `2.lr` is the lr of all its runs.
 */
#ifndef GRADUS_STUDY_H
#define GRADUS_STUDY_H

#include "gradus/run.h"

enum { GR_STUDY_RUNS = 240, GR_STUDY_GROUPS = 12, GR_STUDY_PANELS = 8, GR_STUDY_SEEDS = 20 };

/* How the figures of a study show its groups. */
typedef enum gr_arrangement {
    GR_ARRANGE_OVERLAY, /* on the same axes, a mark each */
    GR_ARRANGE_PANELS,  /* a panel each, on equal axes */
    GR_ARRANGE_BAND,    /* the median over the seeds, and a band from the 10th to the 90th of 100 */
    GR_ARRANGE_SUMMARY  /* a knob on x, the present row on y */
} gr_arrangement;

typedef struct gr_study {
    gr_run *runs[GR_STUDY_RUNS]; /* owned */
    bool ghost[GR_STUDY_RUNS];
    size_t group[GR_STUDY_RUNS]; /* from 0, in the order of the runs */
    size_t count;
    size_t focus;  /* the run whose figures are in hand */
    long forked_at; /* where the ghost was left; -1 where it was not by a fork */
    gr_arrangement arrange;
    const char *over; /* summary: the knob on x. Borrowed */
} gr_study;

/* Take over a run, as a group of its own or as one more of the last group; the memory for history
 * is shared out anew. On failure the run is still the caller's. */
bool gr_study_add(gr_study *study, gr_run *run, gr_error *err);
bool gr_study_add_seed(gr_study *study, gr_run *run, gr_error *err);

/* Likewise, as the ghost of the run in hand, in the place of an older one. */
bool gr_study_add_ghost(gr_study *study, gr_run *run, gr_error *err);
void gr_study_clear(gr_study *study);

gr_run *gr_study_focus(const gr_study *study);

/* Groups that are not ghosts; the first run of one. */
size_t gr_study_groups(const gr_study *study);
gr_run *gr_study_first_of(const gr_study *study, size_t group); /* NULL: there is none */

/* The clock: the furthest whole step of the runs that are not ghosts; and how far it has been. */
long gr_study_step(const gr_study *study);
long gr_study_furthest(const gr_study *study);
bool gr_study_ended(const gr_study *study);  /* no run can go on */
bool gr_study_inside(const gr_study *study); /* some run is between two whole steps */

/* Move towards `step` and `phases` beyond it: first gr_study_aim, then gr_study_piece until *done.
 * Each piece is bounded work, so that the caller can look at the keyboard in between. */
bool gr_study_aim(gr_study *study, long step, gr_error *err);
bool gr_study_piece(gr_study *study, long step, size_t phases, bool *done, gr_error *err);

/* Both together. */
bool gr_study_seek(gr_study *study, long step, size_t phases, gr_error *err);
bool gr_study_cancel(gr_study *study, gr_error *err);

/* Fill `view` (zero-initialised; clear it afterwards) with a figure of the study at the present
 * step, as it is arranged: the shapes that the experiment makes of the run in hand and the paths of
 * the others, then for each layer that shows trace columns a curve a group, with its number as a
 * mark; ghosts are dotted and marked g, and a fork is marked |. */
bool gr_study_view(const gr_study *study, const gr_view_request *request, gr_view *view,
                   gr_error *err);

/* The same of one group alone, for its panel; the ghost belongs to the group in hand. */
bool gr_study_panel(const gr_study *study, size_t group, const gr_view_request *request,
                    gr_view *view, gr_error *err);

/* Set a knob: `lr` in all runs that are not ghosts, `2.lr` in group 2 alone; what one of them
 * refuses is set in none. A run that has to begin again leaves its old self behind as a ghost, if it alone
 * was meant and had left its start. Runs are replaced: pointers to them end here. */
bool gr_study_set(gr_study *study, const char *knob, const char *value, gr_error *err);

/* A knob as a student sees it: of one group, `2.lr`, or where the groups agree of all, `lr`. */
typedef struct gr_study_knob {
    size_t group; /* from 0; of a shared knob the first */
    bool shared;
    size_t index; /* in the values of the group's first run */
} gr_study_knob;

/* The knobs that tell the groups apart, group by group, then the shared ones. */
size_t gr_study_knobs(const gr_study *study, gr_study_knob *knobs, size_t room);
const gr_value *gr_study_knob_value(const gr_study *study, const gr_study_knob *knob);
void gr_study_knob_name(const gr_study *study, const gr_study_knob *knob, gr_text *out);

/* Take a group's first run in hand. */
void gr_study_take(gr_study *study, size_t group);

/* Fork the run in hand: the copy takes its place and the focus, the old run stays as a ghost, with
 * all that had been seen of its future. There is one ghost at a time; a study that is full has no
 * place for one. */
bool gr_study_fork(gr_study *study, gr_error *err);

/* All runs to step 0 with an empty event log and their own seeds, or seeds that are so much higher;
 * all or none. Ghosts go. */
bool gr_study_reset(gr_study *study, gr_error *err);
bool gr_study_reseed(gr_study *study, uint64_t by, gr_error *err);

#endif
