/* knobs.h - one knob of each kind and each kind of range, and two of one family, for the tests of
 * param.h. */
#ifndef GRADUS_TESTS_KNOBS_H
#define GRADUS_TESTS_KNOBS_H

#include "gradus/param.h"

extern const gr_param gr_test_knobs[];

#endif
