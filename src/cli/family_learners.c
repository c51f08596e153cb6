#include "family.h"

#include "gradus/learner.h"

static bool show(size_t index, gr_error *err)
{
    const gr_learner *learner = gr_learner_at(index);

    gr_cli_print_title(learner->name, "learner", learner->summary);
    return gr_cli_print_knobs(learner->params, err);
}

const gr_cli_family gr_cli_family_learners = {
    .name = "learners",
    .members = &gr_learner_family,
    .show = show,
};
