#include "family.h"

#include "gradus/plot.h"

static const char *name_of(size_t index)
{
    return gr_plot_at(index)->name;
}

static const char *summary_of(size_t index)
{
    return gr_plot_at(index)->summary;
}

static const gr_param *params_of(size_t index)
{
    (void)index;
    return NULL;
}

static const gr_family members = { "plot", gr_plot_count, name_of, summary_of, params_of };

static bool show(size_t index, gr_error *err)
{
    (void)err;
    gr_cli_print_title(name_of(index), "plot", summary_of(index));
    return true;
}

const gr_cli_family gr_cli_family_plots = {
    .name = "plots",
    .members = &members,
    .show = show,
};
