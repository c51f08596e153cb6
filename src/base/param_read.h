/* param_read.h - one typed value becomes a gr_value. Private to src/base/param*.c. */
#ifndef GRADUS_PARAM_READ_H
#define GRADUS_PARAM_READ_H

#include "gradus/number.h"
#include "gradus/param.h"

/* Read `typed` for value->param into value: text, number, word, list. The error names the knob and
 * says what is allowed. On failure nothing is owned by `value`. */
bool gr_value_read(gr_value *value, const char *typed, gr_error *err);

#endif
