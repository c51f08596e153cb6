/* descent_scene.h - a figure of `descent` that is being made; private to src/experiment/descent*.c.
 */
#ifndef GRADUS_DESCENT_SCENE_H
#define GRADUS_DESCENT_SCENE_H

#include "descent.h"

typedef struct gr_descent_scene {
    const gr_job *job;
    const gr_descent_setup *s;
    const gr_descent_state *now;
    const gr_view_request *request;
    bool near; /* only the neighbourhood of the step is asked for */
    gr_view *view;
    gr_error *err;
} gr_descent_scene;

/* descent_map.c: two dimensions seen from above. */
bool gr_descent_view_map(const gr_descent_scene *c);

/* descent_curve.c: one dimension, with the first-order view of it. */
bool gr_descent_view_curve(const gr_descent_scene *c);

/* descent_directions.c */
bool gr_descent_view_directions(const gr_descent_scene *c);

/* descent_sheet.c: the arithmetic of the update, of x or of y. */
bool gr_descent_view_update(const gr_descent_scene *c, size_t coordinate);

/* Room for a series of `count` points; NULL with an error. */
gr_shape *gr_descent_add_series(const gr_descent_scene *c, gr_role role, const char *label,
                                size_t count, double **x, double **y);

/* Where the run began, a `○`, if that is in the box. */
bool gr_descent_add_start(const gr_descent_scene *c, const gr_box *box);

/* The name of the surface; of a formula the formula. */
const char *gr_descent_name(const gr_descent_scene *c);

/* A number as it is shown, in the arena; NULL with an error. */
const char *gr_descent_number(const gr_descent_scene *c, double value);

#endif
