/* The plants of `injection`: how they move, what is expected of them, and least squares. */
#include "injection.h"

#include <math.h>

void gr_injection_step(const gr_injection_plant *plant, double input, double z[2])
{
    double x = plant->A[0][0] * z[0] + plant->A[0][1] * z[1] + plant->b[0] * input;

    z[1] = plant->A[1][0] * z[0] + plant->A[1][1] * z[1] + plant->b[1] * input;
    z[0] = x;
}

double gr_injection_law(const double gains[2], const double z[2], double bound)
{
    double u = -(gains[0] * z[0] + gains[1] * z[1]);

    return u > bound ? bound : u < -bound ? -bound : u;
}

/* A triangle, or for two steps and fewer what is left of one. */
static void shape(long duration, double *pulse)
{
    double squares = 0;

    for (long j = 0; j < duration; j++) {
        pulse[j] = 1 - fabs((2 * (double)j + 1) / (double)duration - 1);
        squares += pulse[j] * pulse[j];
    }
    for (long j = 0; j < duration; j++)
        pulse[j] /= sqrt(squares / (double)duration);
}

/* --- expectations --- */

/* Deviation from the nominal path: its covariance, and that with the height of the present pulse.
 */
typedef struct covariance {
    double P[3], c[2]; /* x x, x v, v v; x, v */
} covariance;

/* `push` is what a pulse of height 1 adds to the input now. */
static covariance next_of(const gr_injection_plant *plant, const covariance *now, double push)
{
    double F[2][2], Fc[2], FP[2][2];
    const double P[2][2] = { { now->P[0], now->P[1] }, { now->P[1], now->P[2] } };
    const double *b = plant->b;
    covariance next;

    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
            F[i][k] = plant->A[i][k] - b[i] * plant->law[k];
    for (int i = 0; i < 2; i++) {
        Fc[i] = F[i][0] * now->c[0] + F[i][1] * now->c[1];
        next.c[i] = Fc[i] + b[i] * push;
        for (int k = 0; k < 2; k++)
            FP[i][k] = F[i][0] * P[0][k] + F[i][1] * P[1][k];
    }
    for (int e = 0; e < 3; e++) {
        int i = e == 2, k = e > 0;
        next.P[e] = FP[i][0] * F[k][0] + FP[i][1] * F[k][1] + push * (Fc[i] * b[k] + b[i] * Fc[k]) +
                    push * push * b[i] * b[k];
    }
    return next;
}

static gr_injection_moments moments_of(const gr_injection_setup *s,
                                       const gr_injection_teaching *teaching)
{
    gr_injection_moments all = { .reach = 0 };
    double z[2] = { s->start, 0 };
    covariance now = { .P = { 0 } };

    for (long t = 0; t < s->horizon; t++) {
        long j = t % teaching->duration;
        if (j == 0)
            now.c[0] = now.c[1] = 0; /* a new pulse, of a height of its own */
        all.squares[0] += z[0] * z[0] + now.P[0];
        all.squares[1] += z[0] * z[1] + now.P[1];
        all.squares[2] += z[1] * z[1] + now.P[2];
        now = next_of(&s->plant, &now, teaching->noise * teaching->pulse[j]);
        gr_injection_step(&s->plant, gr_injection_law(s->plant.law, z, (double)INFINITY), z);
        all.reach += now.P[0] / (double)s->horizon;
    }
    all.reach = sqrt(all.reach);
    return all;
}

void gr_injection_teach(const gr_injection_setup *s, const gr_values *values,
                        gr_injection_teaching *teaching)
{
    teaching->noise = gr_values_number(values, "noise");
    teaching->duration = (long)gr_values_number(values, "duration");
    teaching->executed = gr_values_number(values, "store") != 0;
    shape(teaching->duration, teaching->pulse);
    teaching->moments = moments_of(s, teaching);
}

/* The box around all that a disturbance of the input of at most that size can do for ever: the sum
 * over i of |F^i b| (the smallest robust invariant set lies in it; I. Kolmanovsky and E. Gilbert,
 * 1998). The closed loop is stable. */
void gr_injection_box(const gr_injection_plant *plant, double disturbance, double half[2])
{
    enum { TERMS = 100000 };
    double r[2] = { plant->b[0], plant->b[1] };

    half[0] = half[1] = 0;
    for (long i = 0; i < TERMS && fabs(r[0]) + fabs(r[1]) > 1e-17; i++) {
        half[0] += disturbance * fabs(r[0]);
        half[1] += disturbance * fabs(r[1]);
        gr_injection_step(plant, gr_injection_law(plant->law, r, (double)INFINITY), r);
    }
}

/* --- what a law is worth --- */

double gr_injection_cost(const gr_injection_setup *s, const double gains[2], bool *left)
{
    double z[2] = { s->test, 0 }, cost = 0, most = s->edge * s->edge;

    *left = false;
    for (long t = 0; t < s->horizon; t++) {
        gr_injection_step(&s->plant, gr_injection_law(gains, z, s->bound), z);
        cost += z[0] * z[0] < most ? z[0] * z[0] : most; /* NaN counts as far away */
        *left = *left || !(fabs(z[0]) <= s->edge);
    }
    return cost;
}

/* --- least squares --- */

/* The inverse of a symmetric matrix {xx, xv, vv}, or what stands for it where it has none: that of
 * its one direction, S / trace^2, and 0 for 0. */
static void invert(const double S[3], double inverse[3])
{
    double det = S[0] * S[2] - S[1] * S[1], trace = S[0] + S[2];
    bool whole = det > 1e-13 * S[0] * S[2];
    double by = whole ? det : trace * trace;

    inverse[0] = !(by > 0) ? 0 : (whole ? S[2] : S[0]) / by;
    inverse[1] = !(by > 0) ? 0 : (whole ? -S[1] : S[1]) / by;
    inverse[2] = !(by > 0) ? 0 : (whole ? S[0] : S[2]) / by;
}

void gr_injection_solve(const gr_injection_data *data, double gains[2])
{
    double inverse[3];

    invert(data->squares, inverse);
    gains[0] = inverse[0] * data->labels[0] + inverse[1] * data->labels[1];
    gains[1] = inverse[1] * data->labels[0] + inverse[2] * data->labels[1];
}

void gr_injection_expect(const gr_injection_setup *s, const gr_injection_teaching *teaching,
                         gr_injection_expected *expected)
{
    double made = (double)s->augment, all = 1 + made, noise = teaching->noise;
    double error = s->jitter * s->jitter + (teaching->executed ? noise * noise : 0);

    for (int e = 0; e < 3; e++) {
        double box = e == 1 ? 0 : s->tube[e == 2] * s->tube[e == 2] / 3 * (double)s->horizon;
        double squares = teaching->moments.squares[e];
        expected->squares[e] += all * squares + made * box;
        expected->errors[e] += error * (all * all * squares + made * box); /* made ones share it */
    }
    if (isfinite(s->bound) || (teaching->executed && teaching->duration > 1 && noise > 0))
        expected->unknown = true;
}

double gr_injection_formula(const gr_injection_expected *expected)
{
    const double *errors = expected->errors;
    double inverse[3];

    invert(expected->squares, inverse);
    if (expected->unknown || !(inverse[0] > 0))
        return gr_missing();
    double variance = inverse[0] * inverse[0] * errors[0] +
                      2 * inverse[0] * inverse[1] * errors[1] + inverse[1] * inverse[1] * errors[2];
    return sqrt(variance);
}
