/* study.h - several live runs of one experiment under one clock.
 *
 * The clock is a step number. Moving it moves every run that is not a ghost; one that has ended
 * stays at its last step. A ghost is a run that is only looked at: what was there before a fork or
 * before a knob that counts from the start was changed.
 */
#ifndef GRADUS_STUDY_H
#define GRADUS_STUDY_H

#include "gradus/run.h"

enum { GR_STUDY_RUNS = 12 };

typedef struct gr_study {
    gr_run *runs[GR_STUDY_RUNS]; /* owned */
    bool ghost[GR_STUDY_RUNS];
    size_t count;
    size_t focus; /* the run whose knobs and figures are in hand */
} gr_study;

/* Take over a run; the memory for history is shared out anew. On failure the run is still the
 * caller's. */
bool gr_study_add(gr_study *study, gr_run *run, gr_error *err);
void gr_study_clear(gr_study *study);

gr_run *gr_study_focus(const gr_study *study);

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
 * step: the shapes that the experiment makes of the run in hand, then for each layer that shows
 * trace columns one curve a run, each with its number as a mark; ghosts are dotted and marked g. */
bool gr_study_view(const gr_study *study, const gr_view_request *request, gr_view *view,
                   gr_error *err);

/* Set a knob: `lr` in all runs that are not ghosts, `2.lr` in run 2 alone; what one of them refuses
 * is set in none. A run that has to begin again leaves its old self behind as a ghost, if it alone
 * was meant and had left its start. Runs are replaced: pointers to them end here. */
bool gr_study_set(gr_study *study, const char *knob, const char *value, gr_error *err);

/* Fork the run in hand: the copy takes its place and the focus, the old run stays as a ghost, with
 * all that had been seen of its future. There is one ghost at a time; a study that is full has no
 * place for one. */
bool gr_study_fork(gr_study *study, gr_error *err);

/* All runs to step 0 with an empty event log and their own seeds, or all with one seed; ghosts go. */
bool gr_study_reset(gr_study *study, gr_error *err);
bool gr_study_reseed(gr_study *study, uint64_t seed, gr_error *err);

#endif
