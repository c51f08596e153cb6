/* toy_view.h - the toy's pictures: one figure for each kind of shape, one of trace columns, one of
 * many layers. Private to toy.c. */
#ifndef GRADUS_TESTS_TOY_VIEW_H
#define GRADUS_TESTS_TOY_VIEW_H

#include "gradus/view.h"

typedef struct gr_toy_picture {
    double x, velocity;
    const double *weights, *sizes;
    size_t width, layers;
} gr_toy_picture;

extern const gr_figure gr_toy_figures[];

bool gr_toy_view(const gr_toy_picture *picture, const gr_view_request *request, gr_view *view,
                 gr_error *err);

#endif
