/* study_private.h - the figures of a study in parts. Private to src/run/study*.c. */
#ifndef GRADUS_STUDY_PRIVATE_H
#define GRADUS_STUDY_PRIVATE_H

#include "gradus/study.h"

#include <stdint.h>

#define GR_ALL_GROUPS SIZE_MAX

/* Whether a run is in the picture of a group, or of all. */
bool gr_study_shown(const gr_study *study, size_t run, size_t group);

gr_role gr_study_role(const gr_study *study, size_t run, const gr_figure_layer *layer);
bool gr_study_mark(const gr_study *study, size_t run, gr_view *view, gr_shape *shape,
                   gr_error *err);
bool gr_study_column(const gr_run *run, const char *name, long *column, gr_error *err);

/* study_axis.c: the figure, with its axis of y as the runs need it, and the view's lift. */
bool gr_study_figure(const gr_study *study, const gr_figure *figure, gr_view *view, gr_error *err);

/* study_fold.c: what many runs come to. The median over a group's seeds with its band, and a knob
 * on x with the present row on y. */
bool gr_study_bands(const gr_study *study, size_t group, const gr_figure_layer *layer,
                    gr_view *view, gr_error *err);
/* Of numbers, in any order, which are sorted; missing of none. */
double gr_study_median(double *values, size_t count);
/* "median of 10 seeds" in the place of one run's number. */
bool gr_study_seeds_note(const gr_study *study, gr_view *view, gr_error *err);
/* The column that a layer shows of a run. */
const char *gr_study_y(const gr_run *run, const gr_figure_layer *layer);

bool gr_study_summary(const gr_study *study, const gr_view_request *request, gr_view *view,
                      gr_error *err);

/* study_sheet.c: where the run in hand has a sheet of names and values, those of all groups beside
 * each other in its place. */
bool gr_study_sheets(const gr_study *study, const gr_view_request *request, gr_view *view,
                     gr_error *err);

/* study_names.c: "gd, lr 0.004": the values of a group that differ from another's. */
void gr_study_describe(const gr_study *study, size_t group, gr_text *out);

#endif
