/* The registry with one more behind the shipped experiments, so that capsules and lessons can name
 * it: the toy, or what GR_EXTRA_EXPERIMENT says. Linked into a test program, this file takes the
 * place of src/experiment/registry.c, which it includes: the functions that it replaces go by other
 * names in there. */
#define gr_experiment_count shipped_count
#define gr_experiment_at    shipped_at
#define gr_experiment_find  shipped_find
#include "../src/experiment/registry.c"
#undef gr_experiment_count
#undef gr_experiment_at
#undef gr_experiment_find

#ifndef GR_EXTRA_EXPERIMENT
#define GR_EXTRA_EXPERIMENT gr_toy
#endif
extern const gr_experiment GR_EXTRA_EXPERIMENT;

size_t gr_experiment_count(void);
const gr_experiment *gr_experiment_at(size_t index);
const gr_experiment *gr_experiment_find(const char *name, gr_error *err);

size_t gr_experiment_count(void)
{
    return shipped_count() + 1;
}

const gr_experiment *gr_experiment_at(size_t index)
{
    return index < shipped_count() ? shipped_at(index) : &GR_EXTRA_EXPERIMENT;
}

const gr_experiment *gr_experiment_find(const char *name, gr_error *err)
{
    const gr_experiment *extra = &GR_EXTRA_EXPERIMENT;

    return strcmp(name, extra->name) == 0 ? extra : shipped_find(name, err);
}
