#include "family.h"

#include "gradus/head.h"

static bool show(size_t index, gr_error *err)
{
    const gr_head *head = gr_head_at(index);

    gr_cli_print_title(head->name, "head", head->summary);
    return gr_cli_print_knobs(head->params, err);
}

const gr_cli_family gr_cli_family_heads = {
    .name = "heads",
    .members = &gr_head_family,
    .show = show,
};
