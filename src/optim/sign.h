/* sign.h - the sign of a number; private to src/optim. */
#ifndef GRADUS_SIGN_H
#define GRADUS_SIGN_H

/* -1, 0 or 1; what is not a number stays so, so that a run which went wrong shows it. */
static inline double gr_sign(double x)
{
    return x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
}

#endif
