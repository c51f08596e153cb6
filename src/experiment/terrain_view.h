/* terrain_view.h - what pictures of a terrain share; private to src/experiment. */
#ifndef GRADUS_TERRAIN_VIEW_H
#define GRADUS_TERRAIN_VIEW_H

#include "gradus/surface.h"
#include "gradus/view.h"

/* The part that is asked for, or the whole box. */
gr_box gr_terrain_window(const gr_terrain *terrain, const gr_view_request *request);

/* Whether a place lies in it: what lies beyond the edge of a map has no place on it. In one
 * dimension y is f and decides nothing. */
bool gr_terrain_shows(const gr_terrain *terrain, const gr_box *window, double x, double y);

/* Two dimensions: a FIELD of its values in the box, one for each dot of braille. One: a SERIES, the
 * curve f(x), and the window of the view, which encloses it. */
bool gr_terrain_add(const gr_terrain *terrain, const gr_box *box, const gr_view_request *request,
                    gr_view *view, gr_error *err);

/* Its known minima in the box as POINTS, the lowest `+`, others `·`; in one dimension on the curve.
 */
bool gr_terrain_add_minima(const gr_terrain *terrain, const gr_box *box, gr_view *view,
                           gr_error *err);

/* The least known value, or gr_missing(). */
double gr_terrain_least(const gr_terrain *terrain);

#endif
