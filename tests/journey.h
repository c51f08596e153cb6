/* journey.h - a run made, moved, changed, looked at, read and taken back, with each of its
 * allocations failing in turn. */
#ifndef GRADUS_TESTS_JOURNEY_H
#define GRADUS_TESTS_JOURNEY_H

#include "gradus/experiment.h"

typedef struct gr_journey {
    const gr_experiment *experiment;
    const gr_setting *settings;
    size_t count;
    const gr_setting *change; /* in mid-run; NULL: none */
    char *csv;                /* how it ends with enough memory; NULL at first */
} gr_journey;

/* Each failure is told or changes nothing; with memory again the run goes on to the same numbers. */
void gr_test_journey(gr_journey *journey, const char *name);

#endif
