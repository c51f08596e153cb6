/* How much the expert acts while the learner is being taught, round by round (S. Ross, G. Gordon and
 * D. Bagnell, 2011, sections 3 and 5). */
#include "gradus/elementary.h"
#include "gradus/rollout.h"

const char *const gr_beta_words[] = { "indicator", "linear", "exponential", "constant", NULL };

double gr_beta_at(gr_beta_kind kind, long i, double rounds, double rate, double value)
{
    double left = (rounds - (double)i) / rounds;

    switch (kind) {
    case GR_BETA_INDICATOR: return i == 0;
    case GR_BETA_LINEAR: return left > 0 ? left : 0;
    case GR_BETA_EXPONENTIAL: return gr_pow(rate, (double)i);
    default: return value;
    }
}
