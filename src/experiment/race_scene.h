/* race_scene.h - what the figures of `race` share; private to race_*.c. */
#ifndef GRADUS_RACE_SCENE_H
#define GRADUS_RACE_SCENE_H

#include "race.h"

typedef struct gr_race_scene {
    const gr_race_setup *s;
    const gr_race_state *now;
    const gr_logbook *log;
    const gr_view_request *request;
    gr_view *view;
    gr_error *err;
} gr_race_scene;

/* --- words; what they return lives as long as the view --- */

const char *gr_race_name(const gr_race_scene *c, size_t method);
gr_role gr_race_role(size_t method);
const char *gr_race_metric_name(const gr_race_scene *c);

/* What charts add to the metric, so that a log axis can show it: where the lowest known minimum is
 * below 0, its depth. "f", or with it "f + 6.543". */
double gr_race_shift(const gr_race_scene *c);
const char *gr_race_axis_name(const gr_race_scene *c);

const char *gr_race_shown(const gr_race_scene *c, double value);

/* A rate as it was typed, where that is short; of a sweep two digits, which is what it can tell. */
void gr_race_show_rate(const gr_race_scene *c, double rate, char out[GR_NUMBER_SIZE]);
const char *gr_race_rate_text(const gr_race_scene *c, double rate);

/* "21 rates from 1e-5 to 1"; "best of 21 rates", "one rate for all"; "sweep: 3 of 84 runs". */
void gr_race_add_range(const gr_race_scene *c, gr_text *out);
void gr_race_add_rule(const gr_race_scene *c, gr_text *out);
void gr_race_add_progress(const gr_race_scene *c, gr_text *out);

/* A copy of a text, which is cleared whatever happens. */
bool gr_race_keep(const gr_race_scene *c, gr_text *text, const char **out);

/* The view's note: who leads now, and with what; and its sentence: all of them in order. */
bool gr_race_note_leader(const gr_race_scene *c);
bool gr_race_say_ranking(const gr_race_scene *c);

/* --- shapes --- */

/* Room for the curve of a method; it bears no letter yet. */
gr_shape *gr_race_add_series(const gr_race_scene *c, size_t method, size_t count, double **x,
                             double **y);

/* A point with the letter of a method. */
bool gr_race_add_letter(const gr_race_scene *c, size_t method, double x, double y);

/* --- figures --- */

bool gr_race_view_sweep(const gr_race_scene *c);
bool gr_race_view_result(const gr_race_scene *c);

#endif
