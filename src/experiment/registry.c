#include "gradus/experiment.h"

#include <string.h>

#define GR_EXPERIMENT(name) extern const gr_experiment gr_experiment_##name;
#include "experiments.def"
#undef GR_EXPERIMENT

static const gr_experiment *const experiments[] = {
#define GR_EXPERIMENT(name) &gr_experiment_##name,
#include "experiments.def"
#undef GR_EXPERIMENT
};

size_t gr_experiment_count(void)
{
    return GR_LEN(experiments);
}

const gr_experiment *gr_experiment_at(size_t index)
{
    return experiments[index];
}

const gr_experiment *gr_experiment_find(const char *name, gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 0; i < GR_LEN(experiments); i++) {
        if (strcmp(experiments[i]->name, name) == 0) {
            gr_text_clear(&names);
            return experiments[i];
        }
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", experiments[i]->name);
    }
    gr_fail(err, GR_ERROR_USAGE, "unknown experiment '%s'; there are: %s", name,
            gr_text_string(&names));
    gr_text_clear(&names);
    return NULL;
}

long gr_experiment_figure(const gr_experiment *experiment, const char *name)
{
    for (long i = 0; experiment->figures[i].name != NULL; i++)
        if (strcmp(experiment->figures[i].name, name) == 0)
            return i;
    return -1;
}

long gr_experiment_table(const gr_experiment *experiment, const char *name)
{
    for (long i = 0; experiment->tables != NULL && experiment->tables[i].name != NULL; i++)
        if (strcmp(experiment->tables[i].name, name) == 0)
            return i;
    return -1;
}

size_t gr_experiment_phases(const gr_experiment *experiment)
{
    size_t count = 0;

    while (experiment->phases != NULL && experiment->phases[count].name != NULL)
        count++;
    return count;
}
