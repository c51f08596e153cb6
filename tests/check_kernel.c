/* Products of matrices: the right sums, in one order, whatever the shape, the width and the cut. */
#include "support.h"

#include "gradus/elementary.h"
#include "gradus/kernel.h"
#include "gradus/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 40 };

static double a[MOST * MOST], b[MOST * MOST], start[MOST], c[MOST * MOST], other[MOST * MOST];

static void draw(double *numbers, size_t count, gr_rng *rng)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = gr_rng_normal(rng);
}

/* From the definition: k from 0 up, multiply, add. */
static double sum_at(const gr_product *p, size_t m, size_t n, double from)
{
    volatile double sum = from; /* no contraction, no wider registers */

    for (size_t k = 0; k < p->depth; k++) {
        volatile double product = p->a[m * p->a_row + k * p->a_depth] * p->b[k * p->b_row + n];
        sum = sum + product;
    }
    return sum;
}

static void check(const gr_product *p)
{
    for (size_t m = 0; m < p->rows; m++)
        for (size_t n = 0; n < p->columns; n++) {
            double expected = sum_at(p, m, n, p->start != NULL ? p->start[n] : 0.5);
            double got = p->c[m * p->c_row + n];
            ck_assert_msg(memcmp(&got, &expected, sizeof got) == 0, "%zux%zux%zu at %zu,%zu: %a %a",
                          p->rows, p->columns, p->depth, m, n, got, expected);
        }
}

static const char *const widths[] = { "2", "4", "8" };

static void choose(int width)
{
    bool fell_back;

    ck_assert(gr_simd_choose(widths[width], &fell_back));
}

START_TEST(each_sum_is_in_order)
{
    gr_rng rng = gr_rng_seeded(3);

    choose(_i);
    for (int trial = 0; trial < 600; trial++) {
        size_t rows = 1 + (size_t)gr_rng_below(&rng, MOST), columns = 1 + (size_t)gr_rng_below(&rng, MOST);
        size_t depth = (size_t)gr_rng_below(&rng, MOST);
        bool across = gr_rng_chance(&rng, 0.5), started = gr_rng_chance(&rng, 0.5);
        draw(a, MOST * MOST, &rng);
        draw(b, MOST * MOST, &rng);
        draw(start, MOST, &rng);
        for (size_t i = 0; i < MOST * MOST; i++)
            c[i] = 0.5;
        gr_product p = { rows, columns, depth, a, across ? 1 : MOST, across ? MOST : 1, b, MOST,
                         started ? start : NULL, c, MOST };
        gr_product_make(&p);
        check(&p);
    }
}
END_TEST

/* A depth in two parts gives the bits of the whole. */
START_TEST(a_depth_can_be_cut)
{
    gr_rng rng = gr_rng_seeded(4);

    choose(_i);
    draw(a, MOST * MOST, &rng);
    draw(b, MOST * MOST, &rng);
    draw(start, MOST, &rng);
    gr_product whole = { 13, 29, MOST, a, MOST, 1, b, MOST, start, c, MOST };
    gr_product_make(&whole);
    for (size_t cut = 0; cut <= MOST; cut++) {
        gr_product first = whole, second = whole;
        first.depth = cut;
        first.c = second.c = other;
        second.depth = MOST - cut;
        second.a += cut;
        second.b += cut * MOST;
        second.start = NULL;
        gr_product_make(&first);
        gr_product_make(&second);
        for (size_t m = 0; m < 13; m++)
            ck_assert_mem_eq(other + m * MOST, c + m * MOST, 29 * sizeof *c);
    }
}
END_TEST

START_TEST(nothing_else_is_written)
{
    choose(_i);
    for (size_t i = 0; i < MOST * MOST; i++)
        c[i] = 7;
    gr_product p = { 3, 5, 2, a, MOST, 1, b, MOST, start, c, MOST };
    gr_product_make(&p);
    for (size_t m = 0; m < MOST; m++)
        for (size_t n = 0; n < MOST; n++)
            if (m >= 3 || n >= 5)
                ck_assert_double_eq(c[m * MOST + n], 7);
}
END_TEST

/* Eight partial sums by n modulo 8 and one tree. */
START_TEST(a_row_times_a_vector_has_its_tree)
{
    gr_rng rng = gr_rng_seeded(5);

    for (size_t count = 0; count <= MOST; count++) {
        volatile double parts[8] = { 0 };
        double out;
        draw(a, count, &rng);
        draw(b, count, &rng);
        for (size_t n = 0; n < count; n++) {
            volatile double product = a[n] * b[n];
            parts[n % 8] = parts[n % 8] + product;
        }
        double expected = ((parts[0] + parts[4]) + (parts[2] + parts[6])) +
                          ((parts[1] + parts[5]) + (parts[3] + parts[7]));
        gr_rows_times(a, count, 1, count, b, &out);
        ck_assert_double_eq(out, expected);
    }
}
END_TEST

START_TEST(a_transpose_is_its_own_inverse)
{
    gr_rng rng = gr_rng_seeded(6);

    draw(a, MOST * MOST, &rng);
    gr_transpose(a, MOST, 11, 23, b, MOST);
    for (size_t m = 0; m < 11; m++)
        for (size_t n = 0; n < 23; n++)
            ck_assert_double_eq(b[n * MOST + m], a[m * MOST + n]);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("kernel");
    TCase *all = gr_test_case(s, "products");

    tcase_add_loop_test(all, each_sum_is_in_order, 0, 3);
    tcase_add_loop_test(all, a_depth_can_be_cut, 0, 3);
    tcase_add_loop_test(all, nothing_else_is_written, 0, 3);
    tcase_add_test(all, a_row_times_a_vector_has_its_tree);
    tcase_add_test(all, a_transpose_is_its_own_inverse);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
