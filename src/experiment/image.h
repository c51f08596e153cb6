/* image.h - what the two files of the experiment `image` share. */
#ifndef GRADUS_EXPERIMENT_IMAGE_H
#define GRADUS_EXPERIMENT_IMAGE_H

#include "gradus/experiment.h"

typedef struct image_setup {
    size_t rows, columns;
    const double *values;         /* row by row, the first on top */
    double black, white;          /* the ends of the shades */
    bool whole;                   /* values are counts and are shown so */
    size_t brightness, threshold; /* indices of the knobs */
} image_setup;

typedef struct image_state {
    size_t read; /* pixels read so far */
} image_state;

extern const gr_figure image_figures[];

/* Whether a value is shown with all its digits. */
bool image_is_count(double value);

size_t image_pixels(const image_setup *image);

/* The experiment's `view`. */
bool image_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                gr_error *err);

#endif
