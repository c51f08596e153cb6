/* starve.h - playing a scenario again and again, each time with another allocation failing. */
#ifndef GRADUS_TESTS_STARVE_H
#define GRADUS_TESTS_STARVE_H

#include "gradus/memory.h"
#include "support.h"

/* One play. */
typedef struct gr_starving {
    unsigned long nth; /* the allocation that fails */
    bool lasting;      /* and all behind it, until the failure is told */
    bool told;         /* something has failed and said so */
    bool over;         /* no more failures in this play */
    unsigned long asked;
} gr_starving;

/* Play the scenario with the first allocation failing, then the second, and so on until it goes
 * through without one; then all of it again with all allocations failing from there on. The
 * scenario checks its own results: a failure that nobody tells must change none. Prints how many
 * failures there were. */
typedef void gr_test_scenario(gr_starving *starving, void *context);
void gr_test_starve(const char *name, gr_test_scenario *play, void *context);

/* The same with every stride-th allocation, for a scenario that does one thing many times. */
void gr_test_starve_sparsely(const char *name, unsigned long stride, gr_test_scenario *play,
                             void *context);

/* For each fallible call of a scenario. True when it was done. If it was not, the memory must have
 * been the reason, and the message must say so; from then on there is memory, so that the scenario
 * can go on: the same call must succeed now. */
bool gr_test_fed(gr_starving *starving, bool done, gr_error *err);

/* No allocation fails from here on: the scenario only looks at its results. */
void gr_test_feed(gr_starving *starving);

#endif
