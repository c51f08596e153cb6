/* settings_private.h - the parts of reading settings. Private to src/tui/settings*.c. */
#ifndef GRADUS_SETTINGS_PRIVATE_H
#define GRADUS_SETTINGS_PRIVATE_H

#include "gradus/settings.h"
#include "gradus/yaml.h"

/* settings_keys.c: the mapping `keys`, over the bindings that are there. On failure they are
 * spoilt. */
bool gr_settings_read_keys(const gr_yaml *node, gr_bindings *bindings, gr_error *err);

#endif
