#include "gradus/lesson.h"

bool gr_findings_add(gr_findings *findings, const gr_error *found, bool warning, gr_error *err)
{
    if (found->kind == GR_ERROR_MEMORY)
        return gr_fail(err, found->kind, "%s", found->message);
    if (!gr_grow(&findings->list, findings->count, &findings->capacity, sizeof *findings->list,
                 err))
        return false;
    const char *message = gr_arena_strdup(&findings->arena, found->message, err);
    if (message == NULL)
        return false;
    findings->list[findings->count++] = (gr_finding){ .warning = warning, .message = message };
    findings->errors += !warning;
    return true;
}

void gr_findings_clear(gr_findings *findings)
{
    gr_free(findings->list);
    gr_arena_clear(&findings->arena);
    *findings = (gr_findings){ 0 };
}
