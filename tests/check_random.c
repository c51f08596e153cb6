/* Random numbers: known answers, and moments and counts within what chance allows. The seeds are
 * fixed, so a test that passes once passes always. */
#include "gradus/random.h"

#include <math.h>
#include <string.h>

#include "gradus/elementary.h"
#include "support.h"

enum { DRAWS = 200000 };

/* As the published reference implementations print them. */
START_TEST(splitmix_gives_the_published_numbers)
{
    static const uint64_t expected[] = {
        UINT64_C(1985237415132408290),  UINT64_C(2979275885539914483),
        UINT64_C(13511426838097143398), UINT64_C(8488337342461049707),
        UINT64_C(15141737807933549159),
    };
    uint64_t state = UINT64_C(1477776061723855037);

    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(gr_splitmix64(&state), expected[i]);
}
END_TEST

START_TEST(xoshiro_gives_the_published_numbers)
{
    static const uint64_t expected[] = {
        UINT64_C(41943041),
        UINT64_C(58720359),
        UINT64_C(3588806011781223),
        UINT64_C(3591011842654386),
        UINT64_C(9228616714210784205),
        UINT64_C(9973669472204895162),
        UINT64_C(14011001112246962877),
        UINT64_C(12406186145184390807),
        UINT64_C(15849039046786891736),
        UINT64_C(10450023813501588000),
    };
    gr_rng rng = { { 1, 2, 3, 4 } };

    for (size_t i = 0; i < 10; i++)
        ck_assert_uint_eq(gr_rng_next(&rng), expected[i]);
}
END_TEST

/* From here on: what every recorded run relies on. A change here changes every seed's history. */
START_TEST(seed_one_is_pinned)
{
    gr_rng rng = gr_rng_seeded(1);

    ck_assert_uint_eq(rng.s[0], UINT64_C(0x910a2dec89025cc1));
    ck_assert_uint_eq(rng.s[1], UINT64_C(0xbeeb8da1658eec67));
    ck_assert_uint_eq(rng.s[2], UINT64_C(0xf893a2eefb32555e));
    ck_assert_uint_eq(rng.s[3], UINT64_C(0x71c18690ee42c90b));
    ck_assert(gr_rng_uniform(&rng) == 0x1.9f8ba0fede078p-1);
    ck_assert(gr_rng_uniform(&rng) == 0x1.7e8482652c7fcp-1);
    ck_assert(gr_rng_uniform(&rng) == 0x1.9a37d5757aafp-4);
}
END_TEST

START_TEST(streams_are_pinned)
{
    static const struct {
        const char *purpose;
        uint64_t first, second;
    } rows[] = {
        { "init", UINT64_C(0xbaeb69f9c1137e2b), UINT64_C(0xe02599558b82ae76) },
        { "split", UINT64_C(0x83cd727396075b15), UINT64_C(0x78cb7fa63dc5b276) },
        { "noise", UINT64_C(0x778e6356d6a43550), UINT64_C(0x5d53821200c2c8f2) },
        { "", UINT64_C(0x249b495c94b5d0bb), UINT64_C(0x9aaa0f075c24139f) },
    };
    const gr_rng base = gr_rng_seeded(1);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gr_rng stream = gr_rng_stream(&base, rows[i].purpose);
        ck_assert_uint_eq(gr_rng_next(&stream), rows[i].first);
        ck_assert_uint_eq(gr_rng_next(&stream), rows[i].second);
    }
}
END_TEST

START_TEST(below_is_pinned)
{
    static const uint64_t half = (UINT64_C(1) << 63) + 1;
    static const uint64_t rows[][2] = {
        { 1, 0 },
        { 2, 1 },
        { 3, 0 },
        { 10, 7 },
        { 1000, 184 },
        { half, UINT64_C(3168237733809651673) },
        { half, UINT64_C(3639362766720477220) },
        { half, UINT64_C(1442046146537346141) },
        { UINT64_MAX, UINT64_C(10277292511068429729) },
    };
    gr_rng rng = gr_rng_seeded(1);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ck_assert_uint_eq(gr_rng_below(&rng, rows[i][0]), rows[i][1]);
    ck_assert_uint_eq(gr_rng_next(&rng), UINT64_C(0x791032d9a4f72ef3));
}
END_TEST

START_TEST(shuffle_is_pinned)
{
    static const size_t expected[] = { 4, 7, 9, 3, 2, 1, 5, 0, 6, 8 };
    size_t index[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    gr_rng rng = gr_rng_seeded(1);

    gr_rng_shuffle(&rng, 10, index);
    ck_assert_mem_eq(index, expected, sizeof index);
}
END_TEST

/* Against another library's logarithm, whose last bits may differ. */
START_TEST(normals_are_pinned)
{
    static const double expected[] = {
        0x1.7fe2b6e80acbfp-1, -0x1.b4f02841c1194p-2, -0x1.3f7ed083decfap+0,
        0x1.4652ec32968b3p-2, 0x1.3c2e04441ae26p-1,  -0x1.624b96a5de8dap-1,
    };
    gr_rng rng = gr_rng_seeded(1);

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        double value = gr_rng_normal(&rng);
        ck_assert_double_le(fabs(value - expected[i]), 1e-15 * fabs(expected[i]));
    }
}
END_TEST

START_TEST(streams_do_not_depend_on_each_other)
{
    const gr_rng base = gr_rng_seeded(7);
    gr_rng kept = base;
    gr_rng noise = gr_rng_stream(&kept, "noise");
    gr_rng world = gr_rng_stream(&kept, "world");

    ck_assert_mem_eq(&kept, &base, sizeof base);
    for (int i = 0; i < 100; i++)
        gr_rng_next(&world);
    gr_rng again = gr_rng_stream(&kept, "noise");
    ck_assert_mem_eq(&again, &noise, sizeof noise);
}
END_TEST

/* Any change of the name or of one bit of the base gives another stream. */
START_TEST(streams_differ)
{
    static const char *const purposes[] = { "init",  "split",  "order", "noise",
                                            "world", "policy", "",      "noisf" };
    enum { PURPOSES = sizeof purposes / sizeof purposes[0], STREAMS = PURPOSES + 256 };
    const gr_rng base = gr_rng_seeded(7);
    uint64_t first[STREAMS];

    for (size_t i = 0; i < STREAMS; i++) {
        gr_rng changed = base;
        if (i >= PURPOSES)
            changed.s[(i - PURPOSES) / 64] ^= UINT64_C(1) << (i - PURPOSES) % 64;
        gr_rng stream = gr_rng_stream(&changed, purposes[i < PURPOSES ? i : 0]);
        first[i] = gr_rng_next(&stream);
        for (size_t j = 0; j < i; j++)
            ck_assert_uint_ne(first[i], first[j]);
    }
}
END_TEST

/* The mean product of two streams' draws, which is 0 with variance 1/144 per draw. */
START_TEST(streams_are_uncorrelated)
{
    static const char *const purposes[] = { "init", "split", "order", "noise", "world", "policy" };
    const gr_rng base = gr_rng_seeded(1), next = gr_rng_seeded(2);

    for (size_t i = 0; i < 6; i++) {
        gr_rng a = gr_rng_stream(&base, purposes[i]);
        gr_rng b = gr_rng_stream(&base, purposes[(i + 1) % 6]);
        gr_rng c = gr_rng_stream(&next, purposes[i]);
        double ab = 0.0, ac = 0.0;
        for (int k = 0; k < DRAWS; k++) {
            double x = gr_rng_uniform(&a) - 0.5;
            ab += x * (gr_rng_uniform(&b) - 0.5);
            ac += x * (gr_rng_uniform(&c) - 0.5);
        }
        ck_assert_double_le(fabs(ab), 4.0 * sqrt(DRAWS / 144.0));
        ck_assert_double_le(fabs(ac), 4.0 * sqrt(DRAWS / 144.0));
    }
}
END_TEST

START_TEST(copies_continue_alike)
{
    gr_rng rng = gr_rng_seeded(3), copy;

    gr_rng_normal(&rng);
    memcpy(&copy, &rng, sizeof copy);
    for (int i = 0; i < 50; i++) {
        double a = gr_rng_normal(&rng);
        double b = gr_rng_normal(&copy);
        ck_assert(a == b);
    }
}
END_TEST

START_TEST(uniform_has_its_moments)
{
    gr_rng rng = gr_rng_seeded(11);
    double sum = 0.0, squares = 0.0;

    for (int i = 0; i < DRAWS; i++) {
        double u = gr_rng_uniform(&rng);
        if (!(u >= 0.0 && u < 1.0))
            ck_abort_msg("%a is not in [0, 1)", u);
        sum += u - 0.5;
        squares += (u - 0.5) * (u - 0.5) - 1.0 / 12.0;
    }
    ck_assert_double_le(fabs(sum), 4.0 * sqrt(DRAWS / 12.0));
    ck_assert_double_le(fabs(squares), 4.0 * sqrt(DRAWS / 180.0));
}
END_TEST

/* The sums of x, x^2 - 1, x^3 and x^4 - 3 have variances 1, 2, 15 and 96 per draw. */
START_TEST(normal_has_its_moments)
{
    static const double mean[] = { 0.0, 1.0, 0.0, 3.0 }, variance[] = { 1.0, 2.0, 15.0, 96.0 };
    gr_rng rng = gr_rng_seeded(12);
    double sum[4] = { 0.0 }, lagged = 0.0, before = gr_rng_normal(&rng);

    for (int i = 0; i < DRAWS; i++) {
        double x = gr_rng_normal(&rng), power = 1.0;
        for (int k = 0; k < 4; k++) {
            power *= x;
            sum[k] += power - mean[k];
        }
        lagged += x * before;
        before = x;
    }
    for (int k = 0; k < 4; k++)
        ck_assert_double_le(fabs(sum[k]), 4.0 * sqrt(DRAWS * variance[k]));
    ck_assert_double_le(fabs(lagged), 4.0 * sqrt(DRAWS));
}
END_TEST

/* The shape, not only the moments: P(x > t) at a few t, each within 4 standard errors. */
START_TEST(normal_has_its_tails)
{
    static const double at[] = { -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0 };
    enum { POINTS = sizeof at / sizeof at[0] };
    gr_rng rng = gr_rng_seeded(13);
    int above[POINTS] = { 0 };

    for (int i = 0; i < DRAWS; i++) {
        double x = gr_rng_normal(&rng);
        for (size_t k = 0; k < POINTS; k++)
            above[k] += x > at[k];
    }
    for (size_t k = 0; k < POINTS; k++) {
        double p = 0.5 * gr_erfc(at[k] / sqrt(2.0));
        ck_assert_double_le(fabs(above[k] - DRAWS * p), 4.0 * sqrt(DRAWS * p * (1.0 - p)));
    }
}
END_TEST

/* Pearson's statistic over equal bins; with k bins its mean is k - 1 and its variance 2 (k - 1). */
static double chi_square(size_t bins, const int *count, int draws)
{
    double expected = (double)draws / (double)bins, sum = 0.0;

    for (size_t i = 0; i < bins; i++)
        sum += (count[i] - expected) * (count[i] - expected) / expected;
    return sum;
}

static void check_even(size_t bins, const int *count, int draws)
{
    double free = (double)bins - 1.0;

    ck_assert_double_le(fabs(chi_square(bins, count, draws) - free), 4.0 * sqrt(2.0 * free) + 1.0);
}

START_TEST(below_is_even)
{
    static const uint64_t sizes[] = { 2, 3, 5, 6, 7, 10, 64, 100 };
    gr_rng rng = gr_rng_seeded(14);

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        int count[100] = { 0 };
        for (int i = 0; i < DRAWS; i++) {
            uint64_t value = gr_rng_below(&rng, sizes[k]);
            if (value >= sizes[k])
                ck_abort_msg("%ju is not below %ju", (uintmax_t)value, (uintmax_t)sizes[k]);
            count[value]++;
        }
        check_even(sizes[k], count, DRAWS);
    }
}
END_TEST

/* Where the bias of a method without rejection would be plain: of 3 * 2^62 values, each third one
 * would be drawn twice as often as the others. */
START_TEST(below_is_even_for_huge_ranges)
{
    const uint64_t n = UINT64_C(3) << 62;
    gr_rng rng = gr_rng_seeded(15);
    int thirds[3] = { 0 }, residues[3] = { 0 };

    for (int i = 0; i < DRAWS; i++) {
        uint64_t value = gr_rng_below(&rng, n);
        thirds[value / (UINT64_C(1) << 62)]++;
        residues[value % 3]++;
    }
    check_even(3, thirds, DRAWS);
    check_even(3, residues, DRAWS);
}
END_TEST

START_TEST(below_one_is_zero)
{
    gr_rng rng = gr_rng_seeded(16);

    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(gr_rng_below(&rng, 1), 0);
}
END_TEST

START_TEST(chance_has_its_frequency)
{
    static const double p[] = { 0.001, 0.1, 0.5, 0.9 };
    gr_rng rng = gr_rng_seeded(17);

    for (size_t k = 0; k < sizeof p / sizeof p[0]; k++) {
        int hits = 0;
        for (int i = 0; i < DRAWS; i++)
            hits += gr_rng_chance(&rng, p[k]);
        ck_assert_double_le(fabs(hits - DRAWS * p[k]), 4.0 * sqrt(DRAWS * p[k] * (1.0 - p[k])));
    }
}
END_TEST

/* At its ends too chance takes one draw, so that a knob at 0 or 1 shifts nothing after it. */
START_TEST(chance_is_certain_at_its_ends)
{
    static const double never[] = { 0.0, -0.0, -1.0, -INFINITY, NAN };
    static const double always[] = { 1.0, 2.0, INFINITY };
    gr_rng rng = gr_rng_seeded(18), counter = rng;

    for (int i = 0; i < 100; i++) {
        for (size_t k = 0; k < sizeof never / sizeof never[0]; k++)
            ck_assert(!gr_rng_chance(&rng, never[k]));
        for (size_t k = 0; k < sizeof always / sizeof always[0]; k++)
            ck_assert(gr_rng_chance(&rng, always[k]));
        for (int k = 0; k < 8; k++)
            gr_rng_next(&counter);
    }
    ck_assert_mem_eq(&rng, &counter, sizeof rng);
}
END_TEST

START_TEST(shuffle_keeps_every_element)
{
    gr_rng rng = gr_rng_seeded(19);
    size_t index[50];

    for (size_t n = 0; n <= 50; n++) {
        bool seen[50] = { false };
        for (size_t i = 0; i < 50; i++)
            index[i] = i;
        gr_rng_shuffle(&rng, n, index);
        for (size_t i = 0; i < n; i++) {
            ck_assert(index[i] < n && !seen[index[i]]);
            seen[index[i]] = true;
        }
        for (size_t i = n; i < 50; i++)
            ck_assert_uint_eq(index[i], i);
    }
}
END_TEST

START_TEST(shuffle_favours_no_order)
{
    gr_rng rng = gr_rng_seeded(20);
    int count[27] = { 0 }, orders[6];
    size_t found = 0;

    for (int i = 0; i < DRAWS; i++) {
        size_t index[] = { 0, 1, 2 };
        gr_rng_shuffle(&rng, 3, index);
        count[9 * index[0] + 3 * index[1] + index[2]]++;
    }
    for (size_t i = 0; i < 27; i++)
        if (count[i] > 0 && found < 6)
            orders[found++] = count[i];
    ck_assert_uint_eq(found, 6);
    check_even(6, orders, DRAWS);
}
END_TEST

static Suite *random_suite(void)
{
    Suite *suite = suite_create("random");
    TCase *known = gr_test_case(suite, "known");
    TCase *streams = gr_test_case(suite, "streams");
    TCase *chance = gr_test_case(suite, "chance");

    tcase_add_test(known, splitmix_gives_the_published_numbers);
    tcase_add_test(known, xoshiro_gives_the_published_numbers);
    tcase_add_test(known, seed_one_is_pinned);
    tcase_add_test(known, streams_are_pinned);
    tcase_add_test(known, below_is_pinned);
    tcase_add_test(known, shuffle_is_pinned);
    tcase_add_test(known, normals_are_pinned);
    tcase_add_test(streams, streams_do_not_depend_on_each_other);
    tcase_add_test(streams, streams_differ);
    tcase_add_test(streams, streams_are_uncorrelated);
    tcase_add_test(streams, copies_continue_alike);
    tcase_add_test(chance, uniform_has_its_moments);
    tcase_add_test(chance, normal_has_its_moments);
    tcase_add_test(chance, normal_has_its_tails);
    tcase_add_test(chance, below_is_even);
    tcase_add_test(chance, below_is_even_for_huge_ranges);
    tcase_add_test(chance, below_one_is_zero);
    tcase_add_test(chance, chance_has_its_frequency);
    tcase_add_test(chance, chance_is_certain_at_its_ends);
    tcase_add_test(chance, shuffle_keeps_every_element);
    tcase_add_test(chance, shuffle_favours_no_order);
    return suite;
}

int main(void)
{
    return gr_test_main(random_suite());
}
