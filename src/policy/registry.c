#include "gradus/learner.h"

#include "gradus/memory.h"

#define GR_LEARNER(name) extern const gr_learner gr_learner_##name;
#include "learners.def"
#undef GR_LEARNER

static const gr_learner *const learners[] = {
#define GR_LEARNER(name) &gr_learner_##name,
#include "learners.def"
#undef GR_LEARNER
};

size_t gr_learner_count(void)
{
    return GR_LEN(learners);
}

const gr_learner *gr_learner_at(size_t index)
{
    return learners[index];
}

static const char *name_of(size_t index)
{
    return learners[index]->name;
}

static const char *summary_of(size_t index)
{
    return learners[index]->summary;
}

static const gr_param *params_of(size_t index)
{
    return learners[index]->params;
}

const gr_family gr_learner_family = { "learner", gr_learner_count, name_of, summary_of, params_of };
