#include "family.h"

#include "gradus/memory.h"

#include <stdio.h>
#include <string.h>

static const gr_cli_family *const families[] = {
#define GR_CLI_FAMILY(name) &gr_cli_family_##name,
#include "families.def"
#undef GR_CLI_FAMILY
};

const gr_cli_family *gr_cli_family_at(size_t i)
{
    return i < GR_LEN(families) ? families[i] : NULL;
}

/* --- members --- */

bool gr_cli_family_each(const gr_cli_family *family, gr_cli_visit *visit, void *context,
                        gr_error *err)
{
    const gr_family *members = family->members;
    bool good = true;

    if (members == NULL)
        return family->each(visit, context, err);
    for (size_t i = 0; good && i < members->count(); i++)
        good = visit(context, members->member(i), members->summary(i), err);
    return good;
}

/* The index of a member; the count where there is none. */
static size_t find(const gr_family *members, const char *name)
{
    size_t i = 0;

    while (i < members->count() && strcmp(members->member(i), name) != 0)
        i++;
    return i;
}

static bool show_registered(const gr_cli_family *family, const char *name, bool apart, bool *found,
                            gr_error *err)
{
    size_t i = find(family->members, name);

    *found = i < family->members->count();
    if (*found && apart)
        printf("\n");
    return !*found || family->show(i, err);
}

/* --- what was meant --- */

enum { FAR = 3 };

typedef struct nearest {
    const char *wanted;
    char name[64];
    size_t distance;
} nearest;

static bool compare(void *context, const char *name, const char *summary, gr_error *err)
{
    nearest *n = context;
    size_t distance = gr_edit_distance(n->wanted, strlen(n->wanted), name, strlen(name));

    (void)summary;
    (void)err;
    if (distance < n->distance && distance < strlen(name)) {
        n->distance = distance;
        snprintf(n->name, sizeof n->name, "%s", name);
    }
    return true;
}

static bool unknown(const char *name, gr_error *err)
{
    nearest n = { .wanted = name, .distance = FAR };

    for (size_t i = 0; i < GR_LEN(families); i++)
        if (!gr_cli_family_each(families[i], compare, &n, err))
            return false;
    if (n.name[0] != '\0')
        return gr_fail(err, GR_ERROR_USAGE, "nothing is called '%s'; did you mean %s?", name,
                       n.name);
    return gr_fail(err, GR_ERROR_USAGE, "nothing is called '%s'; `gradus list` says what there is",
                   name);
}

bool gr_cli_family_show(const char *name, gr_error *err)
{
    bool any = false, good = true;

    for (size_t i = 0; good && i < GR_LEN(families); i++) {
        bool found = false;
        good = families[i]->members != NULL ? show_registered(families[i], name, any, &found, err)
                                            : families[i]->show_named(name, any, &found, err);
        any = any || found;
    }
    return good && (any || unknown(name, err));
}

/* --- printing --- */

void gr_cli_print_title(const char *name, const char *kind, const char *summary)
{
    printf("%s (%s): %s\n", name, kind, summary);
}

void gr_cli_print_row(const char *name, const char *words)
{
    printf("  %-16s  %s\n", name, words);
}

bool gr_cli_print_knob(const char *name, const gr_param *param, gr_error *err)
{
    gr_text allowed = { 0 };
    const char *unit = param->unit != NULL ? param->unit : "";

    gr_param_allowed(param, &allowed);
    bool good = gr_text_ok(&allowed, err);
    if (good) {
        gr_cli_print_row(name, param->help);
        printf("  %-16s  %s; default %s%s%s%s\n", "", gr_text_string(&allowed), param->initial,
               unit[0] != '\0' ? "; in " : "", unit, param->live ? "; may change in mid-run" : "");
        if (param->kind == GR_PARAM_FAMILY)
            printf("  %-16s  each may have knobs of its own: `gradus show NAME`\n", "");
    }
    gr_text_clear(&allowed);
    return good;
}

bool gr_cli_print_knobs(const gr_param *params, gr_error *err)
{
    bool good = true;

    if (params == NULL || params[0].name == NULL)
        return true;
    printf("\nknobs\n");
    for (; good && params->name != NULL; params++)
        good = gr_cli_print_knob(params->name, params, err);
    return good;
}
