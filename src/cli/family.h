/* family.h - families of things with names, for `gradus list` and `gradus show`. Private to
 * src/cli/.
 */
#ifndef GRADUS_CLI_FAMILY_H
#define GRADUS_CLI_FAMILY_H

#include "gradus/param.h"

/* Told each member, in order. */
typedef bool gr_cli_visit(void *context, const char *name, const char *summary, gr_error *err);

typedef struct gr_cli_family {
    const char *name;
    const gr_family *members; /* a registry, and how one of it is shown; or, NULL: the two below */
    bool (*show)(size_t index, gr_error *err);

    bool (*each)(gr_cli_visit *visit, void *context, gr_error *err);
    /* *found where there is one of this name, even if showing it fails; an empty line before it
     * where `apart` says so. */
    bool (*show_named)(const char *name, bool apart, bool *found, gr_error *err);
} gr_cli_family;

/* A family: one file, ending in one of these. */
#define GR_CLI_FAMILY(name) extern const gr_cli_family gr_cli_family_##name;
#include "families.def"
#undef GR_CLI_FAMILY

/* The families in the order of their names; NULL past the last. */
const gr_cli_family *gr_cli_family_at(size_t i);

bool gr_cli_family_each(const gr_cli_family *family, gr_cli_visit *visit, void *context,
                        gr_error *err);

/* Show all that have this name, of whatever family; none is GR_ERROR_USAGE. */
bool gr_cli_family_show(const char *name, gr_error *err);

/* --- what families print --- */

/* "adam (optimizer): running means ..." */
void gr_cli_print_title(const char *name, const char *kind, const char *summary);

/* "  name              what it is", with a second line of what it takes; a list under its heading.
 */
void gr_cli_print_row(const char *name, const char *words);
bool gr_cli_print_knob(const char *name, const gr_param *param, gr_error *err);
bool gr_cli_print_knobs(const gr_param *params, gr_error *err);

#endif
