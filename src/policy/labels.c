/* What there is to say of labels, whoever learns from them. */
#include "gradus/learner.h"

const char *const gr_execute_words[] = { "best", "sample", NULL };

size_t gr_labels_most(const gr_fit *fit)
{
    size_t states = fit->space->states;

    return fit->labelled > 0 && fit->labelled < states ? fit->labelled : states;
}

double gr_labels_at(const gr_space *space, const double *counts, size_t state)
{
    const double *row = counts + state * space->actions;
    double sum = 0;

    for (size_t a = 0; a < space->actions; a++)
        sum += row[a];
    return sum;
}

size_t gr_labels_states(const gr_space *space, const double *counts)
{
    size_t states = 0;

    for (size_t s = 0; s < space->states; s++)
        states += gr_labels_at(space, counts, s) > 0;
    return states;
}

double gr_labels_missed(const gr_space *space, const double *shares, const double *counts)
{
    double all = 0, missed = 0;

    for (size_t k = 0; k < space->states * space->actions; k++) {
        all += counts[k];
        missed += counts[k] * (1 - shares[k]);
    }
    return all > 0 ? missed / all : gr_missing();
}
