/* schedule_cosine.h - half a wave of the cosine; private to src/optim. */
#ifndef GRADUS_SCHEDULE_COSINE_H
#define GRADUS_SCHEDULE_COSINE_H

/* lr at k = 1, end from k = length + 1 on. */
double gr_half_wave(double lr, double end, double length, long k);

#endif
