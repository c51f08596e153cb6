/* The registry with the toy behind the shipped experiments, so that capsules and lessons can name
 * it. Linked into a test program, this file takes the place of src/experiment/registry.c, which it
 * includes: the functions that it replaces go by other names in there. */
#define gr_experiment_count shipped_count
#define gr_experiment_at    shipped_at
#define gr_experiment_find  shipped_find
#include "../src/experiment/registry.c"
#undef gr_experiment_count
#undef gr_experiment_at
#undef gr_experiment_find

#include "toy.h"

size_t gr_experiment_count(void);
const gr_experiment *gr_experiment_at(size_t index);
const gr_experiment *gr_experiment_find(const char *name, gr_error *err);

size_t gr_experiment_count(void)
{
    return shipped_count() + 1;
}

const gr_experiment *gr_experiment_at(size_t index)
{
    return index < shipped_count() ? shipped_at(index) : &gr_toy;
}

const gr_experiment *gr_experiment_find(const char *name, gr_error *err)
{
    return strcmp(name, gr_toy.name) == 0 ? &gr_toy : shipped_find(name, err);
}
