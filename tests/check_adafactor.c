/* Adafactor against its rule written out in long doubles, and what follows from the rule. */
#include "support.h"
#include "walk.h"

#include "gradus/elementary.h"
#include "gradus/memory.h"
#include "gradus/random.h"

#include <math.h>

/* The rule as it is written down, V in full, in long doubles and in no special order. */
static void reference(size_t rows, size_t columns, const double *k, double lr, long t,
                      const double *g, long double *means, long double *x)
{
    long double kept = 1 - (long double)gr_pow((double)t, -0.8), all = 0, squares = 0, size = 0;
    long double *r = means, *c = means + rows, step[12];
    size_t n = rows * columns;

    for (size_t i = 0; i < n; i++) { /* row means first: they are of the old x and this g */
        long double square = (long double)g[i] * g[i] + 1e-30L;
        r[i / columns] *= i % columns == 0 ? kept : 1;
        r[i / columns] += (1 - kept) * square / (long double)columns;
        c[i % columns] *= i < columns ? kept : 1;
        c[i % columns] += (1 - kept) * square / (long double)rows;
        size += x[i] * x[i] / (long double)n;
    }
    for (size_t i = 0; i < rows; i++)
        all += r[i] / (long double)rows;
    for (size_t i = 0; i < n; i++) {
        step[i] = g[i] / sqrtl(r[i / columns] * c[i % columns] / all);
        squares += step[i] * step[i] / (long double)n;
    }
    long double rate = k[1] != 0 ? fminl(k[2], 1 / sqrtl(t)) : lr;
    rate *= k[3] != 0 ? fmaxl(k[5], sqrtl(size)) : 1;
    for (size_t i = 0; i < n; i++)
        x[i] -= rate * step[i] / fmaxl(1, sqrtl(squares) / k[4]) + rate * k[6] * x[i];
}

static const char *const settings[] = {
    "",
    "cap=0.3 clip=0.4",
    "relative=no lr=0.2 weight_decay=0.1",
    "scale=no cap=0.1 clip=3",
    "cap=0.1 eps2=5 weight_decay=0.02",
    "relative=no scale=no lr=0.05 clip=0.01",
};

START_TEST(test_a_matrix)
{
    gr_walk walk;
    gr_rng rng = gr_rng_seeded(7);
    long double means[7] = { 0 }, x[12];

    gr_walk_begin(&walk, "adafactor", "4x3", settings[_i]);
    gr_walk_place(&walk, -5.3);
    for (size_t i = 0; i < 12; i++)
        x[i] = walk.x[i];
    for (long t = 1; t <= 40; t++) {
        for (size_t i = 0; i < 12; i++)
            walk.gradient[i] = gr_rng_normal(&rng);
        reference(4, 3, walk.knobs, walk.rate, t, walk.gradient, means, x);
        gr_walk_move(&walk);
        for (size_t i = 0; i < 12; i++)
            gr_walk_close(walk.x[i], (double)x[i], 1e-13);
    }
    gr_walk_end(&walk);
}
END_TEST

/* Transposing changes nothing, but for the order of the sums. */
START_TEST(test_transposed)
{
    gr_walk one, other;
    gr_rng rng = gr_rng_seeded(8);

    gr_walk_begin(&one, "adafactor", "4x3", settings[_i]);
    gr_walk_begin(&other, "adafactor", "3x4", settings[_i]);
    for (int t = 0; t < 40; t++) {
        for (size_t i = 0; i < 12; i++) {
            one.gradient[i] = gr_rng_normal(&rng);
            other.gradient[i % 3 * 4 + i / 3] = one.gradient[i];
        }
        gr_walk_move(&one);
        gr_walk_move(&other);
        for (size_t i = 0; i < 12; i++)
            gr_walk_close(one.x[i], other.x[i % 3 * 4 + i / 3], 1e-13);
    }
    gr_walk_end(&one);
    gr_walk_end(&other);
}
END_TEST

/* A row and a column are vectors: what they keep is all of V, here (g_1^2 (1 - s) + g_2^2 s) with
 * s = 2^-0.8 after two updates. */
START_TEST(test_a_vector)
{
    static const char *const kinds[] = { "1x3", "3x1" };
    static const double g[][3] = { { 1, -2, 3 }, { -3, 0.5, 7 } };
    double share = gr_exp(-0.8 * gr_log(2));

    for (size_t k = 0; k < GR_LEN(kinds); k++) {
        gr_walk walk;
        gr_walk_begin(&walk, "adafactor", kinds[k], "relative=no scale=no lr=1 clip=100");
        gr_walk_given(&walk, g[0]);
        for (size_t i = 0; i < 3; i++)
            gr_walk_close(walk.x[i], g[0][i] < 0 ? 1 : -1, 1e-15);
        gr_walk_given(&walk, g[1]);
        for (size_t i = 0; i < 3; i++) {
            double v = g[0][i] * g[0][i] * (1 - share) + g[1][i] * g[1][i] * share;
            gr_walk_close(walk.x[i], (g[0][i] < 0 ? 1 : -1) - g[1][i] / sqrt(v), 1e-14);
        }
        gr_walk_end(&walk);
    }
}
END_TEST

/* Where g^2 is a column times a row nothing is lost by keeping only these: the first step is by the
 * sign. */
START_TEST(test_rank_one)
{
    static const double column[] = { 0.1, -3, 20 }, row[] = { 5, 1e-3, -2, 1 };
    gr_walk walk;

    gr_walk_begin(&walk, "adafactor", "3x4", "relative=no scale=no lr=0.5");
    for (size_t i = 0; i < 12; i++)
        walk.gradient[i] = column[i / 4] * row[i % 4];
    gr_walk_move(&walk);
    for (size_t i = 0; i < 12; i++)
        gr_walk_close(walk.x[i], column[i / 4] * row[i % 4] > 0 ? -0.5 : 0.5, 1e-15);
    gr_walk_end(&walk);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("adafactor");
    TCase *all = gr_test_case(s, "adafactor");

    tcase_add_loop_test(all, test_a_matrix, 0, (int)GR_LEN(settings));
    tcase_add_loop_test(all, test_transposed, 0, (int)GR_LEN(settings));
    tcase_add_test(all, test_a_vector);
    tcase_add_test(all, test_rank_one);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
