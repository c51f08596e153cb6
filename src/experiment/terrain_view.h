/* terrain_view.h - what pictures of a terrain share; private to src/experiment. */
#ifndef GRADUS_TERRAIN_VIEW_H
#define GRADUS_TERRAIN_VIEW_H

#include "gradus/surface.h"
#include "gradus/view.h"

/* The part that is asked for, or the whole box. */
gr_box gr_terrain_window(const gr_terrain *terrain, const gr_view_request *request);

/* Two dimensions: a FIELD of its values. One: a SERIES, the curve f(x). */
bool gr_terrain_add(const gr_terrain *terrain, const gr_view_request *request, gr_view *view,
                    gr_error *err);

/* Its known minima as POINTS, `+`; in one dimension on the curve. */
bool gr_terrain_add_minima(const gr_terrain *terrain, gr_view *view, gr_error *err);

#endif
