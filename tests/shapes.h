/* shapes.h - shapes made by hand for the plot kinds: ordinary ones and the worst there are. */
#ifndef GRADUS_TESTS_SHAPES_H
#define GRADUS_TESTS_SHAPES_H

#include "gradus/view.h"

enum { GR_TEST_SHAPES = 96 };

typedef struct gr_test_shape {
    const char *name;
    gr_shape shape;
} gr_test_shape;

/* All of them; each kind of shape has several. The data are static. */
const gr_test_shape *gr_test_shapes(size_t *count);

/* The characters outside ASCII that their texts have. */
bool gr_test_shapes_use(uint32_t character);

#endif
