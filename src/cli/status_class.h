/* status_class.h - how the hand-ins of a class stand, as one table. Private to src/cli/.
 */
#ifndef GRADUS_CLI_STATUS_CLASS_H
#define GRADUS_CLI_STATUS_CLASS_H

#include "gradus/error.h"

#include <stddef.h>

/* Print it; `grades` (NULL: none) is where grading has written. The exit status. */
int gr_cli_status_class(const char *folder, const char *grades, size_t jobs);

#endif
