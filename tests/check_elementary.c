/* The elementary functions: the same bits at every width, nothing beyond an array's end, errors
 * within the promised bounds, and special values as in C17 annex F. */
#include "gradus/elementary.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gradus/random.h"
#include "support.h"

enum { ROOM = 300000, CANARIES = 8, LONGEST = 33 };

typedef struct function {
    const char *name;
    double (*scalar)(double x);
    void (*array)(size_t n, const double *x, double *y);
    double bound;
} function;

/* The bound of each accuracy, in ulps. */
#define BOUND_u10           1.0
#define BOUND_u15           1.5
#define ROW(name, accuracy) { #name, gr_##name, gr_##name##_array, BOUND_##accuracy },
static const function functions[] = { GR_ELEMENTARY(ROW) };
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

static const char *const widths[] = { "2", "4", "8" };
enum { WIDTHS = sizeof widths / sizeof widths[0] };

static const double specials[] = {
    0.0,        -0.0,      1.0,        -1.0,
    0.5,        -0.5,      2.0,        -2.0,
    3.0,        -3.0,      INFINITY,   -INFINITY,
    NAN,        0x1p-1074, -0x1p-1074, 0x1p-1022,
    -0x1p-1022, 0x1p-53,   0x1p53,     -0x1p53,
    0x1p53 - 1, 0x1p1023,  DBL_MAX,    -DBL_MAX,
    709.7827,   -745.13,   18.715,     26.2,
    27.3,       1e307,     1e22,       0x1.62e42fefa39f1p-2,
};
enum { SPECIALS = sizeof specials / sizeof specials[0] };

/* NaN is one value here: its sign and payload differ by machine. */
static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

/* Chooses a width; false if this processor lacks it. */
static bool choose(const char *width)
{
    bool fell_back;

    ck_assert(gr_simd_choose(width, &fell_back));
    return !fell_back;
}

static double from_bits(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* x and the four doubles on either side of it. */
static size_t add_around(double *out, double x)
{
    double below = x, above = x;
    size_t n = 0;

    out[n++] = x;
    for (int i = 0; i < 4; i++) {
        below = nextafter(below, -INFINITY);
        above = nextafter(above, INFINITY);
        out[n++] = below;
        out[n++] = above;
    }
    return n;
}

/* Where argument reductions round to one side or the other: multiples of ln2/2^j and pi/2^j. */
static size_t add_ties(double *out)
{
    static const double units[] = { 0x1.62e42fefa39efp-1, 0x1.921fb54442d18p+1 };
    size_t n = 0;

    for (size_t u = 0; u < 2; u++)
        for (int j = 0; j < 4; j++)
            for (int k = -1100; k <= 1100; k++)
                n += add_around(out + n, ldexp(k * units[u], -j));
    return n;
}

static size_t add_random(double *out, size_t count)
{
    gr_rng rng = gr_rng_seeded(20);
    size_t n = 0;

    while (n < count) {
        uint64_t bits = gr_rng_next(&rng);
        out[n++] = from_bits(bits);                                /* any size, some NaN */
        out[n++] = from_bits(bits & UINT64_C(0x800fffffffffffff)); /* subnormal */
        out[n++] = 80.0 * gr_rng_uniform(&rng) - 40.0;
        out[n++] = 2.0 * gr_rng_uniform(&rng) - 1.0;
        out[n++] = 1500.0 * gr_rng_uniform(&rng) - 750.0;
    }
    return n;
}

/* All of them, shuffled: ordinary, huge and special arguments must share vectors, since a form
 * that treats a whole vector differently because of one lane is what would break the promise. */
static size_t make_inputs(double *x)
{
    double *sorted = malloc(ROOM * sizeof *sorted);
    size_t *order = malloc(ROOM * sizeof *order);
    gr_rng rng = gr_rng_seeded(21);
    size_t n = 0;

    ck_assert(sorted != NULL && order != NULL);
    for (size_t i = 0; i < SPECIALS; i++)
        n += add_around(sorted + n, specials[i]);
    n += add_ties(sorted + n);
    n += add_random(sorted + n, 100000);
    ck_assert_uint_le(n, ROOM);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    gr_rng_shuffle(&rng, n, order);
    for (size_t i = 0; i < n; i++)
        x[i] = sorted[order[i]];
    free(sorted);
    free(order);
    return n;
}

/* First in the file, so that it runs before any choice even where tests share one process. */
START_TEST(width_is_the_widest_until_chosen)
{
    int before = gr_simd_width();

    ck_assert(choose(NULL));
    ck_assert_int_eq(gr_simd_width(), before);
}
END_TEST

START_TEST(width_is_chosen_by_text)
{
    bool fell_back;

    ck_assert(choose(NULL));
    int widest = gr_simd_width();
    for (size_t w = 0; w < WIDTHS; w++) {
        int wanted = atoi(widths[w]);
        ck_assert(gr_simd_choose(widths[w], &fell_back));
        ck_assert_int_eq(fell_back, wanted > widest);
        ck_assert_int_eq(gr_simd_width(), fell_back ? widest : wanted);
    }
    ck_assert(choose("2"));
}
END_TEST

START_TEST(width_refuses_other_text)
{
    static const char *const wrong[] = { "", "1", "3", "16", "22", " 2", "2 ", "+2", "avx", "248" };
    bool fell_back = true;

    ck_assert(choose("2"));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ck_assert_msg(!gr_simd_choose(wrong[i], &fell_back), "'%s' was taken", wrong[i]);
        ck_assert_int_eq(gr_simd_width(), 2);
        ck_assert(fell_back);
    }
}
END_TEST

START_TEST(arrays_equal_scalars_at_every_width)
{
    const function *f = &functions[_i];
    double *x = malloc(ROOM * sizeof *x), *y = malloc(ROOM * sizeof *y);

    ck_assert(x != NULL && y != NULL);
    size_t n = make_inputs(x);
    for (size_t w = 0; w < WIDTHS; w++) {
        if (!choose(widths[w]))
            continue;
        f->array(n, x, y);
        for (size_t i = 0; i < n; i++) {
            double one = f->scalar(x[i]);
            if (!same(y[i], one)) /* an assertion each would write millions of progress marks */
                ck_abort_msg("%s(%a) is %a at width %s, %a alone", f->name, x[i], y[i], widths[w],
                             one);
        }
    }
    free(x);
    free(y);
}
END_TEST

/* Pairs for pow: all pairs of special values, then everything against everything, then bases and
 * exponents whose powers are ordinary. */
static size_t make_pairs(double *x, double *y)
{
    gr_rng rng = gr_rng_seeded(22);
    size_t n = make_inputs(x);

    for (size_t i = 0; i < n; i++) {
        y[i] = x[gr_rng_below(&rng, n)];
        if (i % 2 == 0) {
            x[i] = fabs(x[i]);
            y[i] = 40.0 * gr_rng_uniform(&rng) - 20.0;
        }
    }
    for (size_t i = 0; i < SPECIALS * SPECIALS; i++) {
        size_t at = gr_rng_below(&rng, n);
        x[at] = specials[i / SPECIALS];
        y[at] = specials[i % SPECIALS];
    }
    return n;
}

START_TEST(pow_array_equals_scalar_at_every_width)
{
    double *x = malloc(3 * ROOM * sizeof *x);

    ck_assert(x != NULL);
    double *y = x + ROOM, *out = y + ROOM;
    size_t n = make_pairs(x, y);
    for (size_t w = 0; w < WIDTHS; w++) {
        if (!choose(widths[w]))
            continue;
        gr_pow_array(n, x, y, out);
        for (size_t i = 0; i < n; i++) {
            double one = gr_pow(x[i], y[i]);
            if (!same(out[i], one))
                ck_abort_msg("pow(%a, %a) is %a at width %s, %a alone", x[i], y[i], out[i],
                             widths[w], one);
        }
    }
    free(x);
}
END_TEST

/* A block of n arguments with nothing after it, so that memory checkers see a read past the end.
 * n may be 0: then a pointer that must not be followed. */
static double *block_new(size_t n, double first)
{
    double *x = malloc(n * sizeof *x + (n == 0));

    ck_assert(x != NULL);
    for (size_t i = 0; i < n; i++)
        x[i] = first + 0.37 * (double)i;
    return x;
}

/* Calls f on n elements that start `offset` doubles into a line of canaries, and looks at both. */
static void check_length(const function *f, size_t n, size_t offset)
{
    double line[2 * CANARIES + LONGEST], *y = line + offset;
    const size_t room = sizeof line / sizeof line[0];
    double *x = block_new(n, 0.1);

    for (size_t i = 0; i < room; i++)
        line[i] = -77.0;
    f->array(n, x, y);
    for (size_t i = 0; i < room; i++) {
        bool inside = i >= offset && i < offset + n;
        double expected = inside ? f->scalar(x[i - offset]) : -77.0;
        ck_assert_msg(same(line[i], expected), "%s of %zu elements at %zu", f->name, n, offset);
    }
    memcpy(y, x, n * sizeof *x);
    f->array(n, y, y);
    f->array(n, x, x);
    ck_assert_msg(memcmp(x, y, n * sizeof *x) == 0, "%s in place, %zu elements", f->name, n);
    for (size_t i = 0; i < n; i++)
        ck_assert(same(x[i], f->scalar(0.1 + 0.37 * (double)i)));
    for (size_t i = offset + n; i < room; i++)
        ck_assert(same(line[i], -77.0));
    free(x);
}

START_TEST(arrays_of_every_length_stay_inside)
{
    for (size_t w = 0; w < WIDTHS; w++) {
        if (!choose(widths[w]))
            continue;
        for (size_t n = 0; n <= LONGEST; n++)
            for (size_t offset = 0; offset < CANARIES; offset++)
                check_length(&functions[_i], n, offset);
    }
}
END_TEST

/* out may be x, y, or both at once. */
static void check_pow_length(size_t n)
{
    double line[LONGEST + CANARIES];
    double *x = block_new(n, 0.1), *y = block_new(n, -3.0), *both = block_new(n, 0.1);

    for (size_t i = 0; i < LONGEST + CANARIES; i++)
        line[i] = -77.0;
    gr_pow_array(n, x, y, line);
    for (size_t i = 0; i < LONGEST + CANARIES; i++)
        ck_assert(same(line[i], i < n ? gr_pow(x[i], y[i]) : -77.0));
    gr_pow_array(n, x, y, y);
    ck_assert(memcmp(y, line, n * sizeof *y) == 0);
    for (size_t i = 0; i < n; i++)
        y[i] = -3.0 + 0.37 * (double)i;
    gr_pow_array(n, x, y, x);
    ck_assert(memcmp(x, line, n * sizeof *x) == 0);
    gr_pow_array(n, both, both, both);
    for (size_t i = 0; i < n; i++) {
        double b = 0.1 + 0.37 * (double)i;
        ck_assert(same(both[i], gr_pow(b, b)));
    }
    free(x);
    free(y);
    free(both);
}

START_TEST(pow_arrays_of_every_length_stay_inside)
{
    for (size_t w = 0; w < WIDTHS; w++)
        if (choose(widths[w]))
            for (size_t n = 0; n <= LONGEST; n++)
                check_pow_length(n);
}
END_TEST

/* One row of tests/data/elementary.csv; see tests/make_elementary_table.py. */
typedef struct exact {
    char name[16];
    double x, y, nearest, ulp, rest;
} exact;

static bool read_exact(FILE *file, exact *row)
{
    char line[256];

    if (fgets(line, sizeof line, file) == NULL)
        return false;
    double *const fields[] = { &row->x, &row->y, &row->nearest, &row->ulp, &row->rest };
    char *at = strchr(line, ',');
    ck_assert_msg(at != NULL && (size_t)(at - line) < sizeof row->name, "bad row: %s", line);
    memcpy(row->name, line, (size_t)(at - line));
    row->name[at - line] = '\0';
    for (size_t i = 0; i < 5; i++) {
        ck_assert_msg(*at == ',', "bad row: %s", line);
        *fields[i] = strtod(at + 1, &at);
    }
    ck_assert_msg(*at == '\n', "bad row: %s", line);
    return true;
}

/* A bit more than the bound, for the table is rounded. erfc has its own bound where its values are
 * below 1e-300; see elementary.h. */
static double allowed(const function *f, double x)
{
    bool tail = f->scalar == gr_erfc && x > 26.2;

    return (tail ? 3.0 : f->bound) + 0.001;
}

static void check_row(const function *f, const exact *row)
{
    double value = f->scalar(row->x);
    double error = (value - row->nearest) / row->ulp - row->rest;

    ck_assert_msg(fabs(error) <= allowed(f, row->x), "%s(%a) is %a, off by %.3f ulp", f->name,
                  row->x, value, error);
}

static void check_pow_row(const exact *row)
{
    double value = gr_pow(row->x, row->y);
    double error = (value - row->nearest) / row->ulp - row->rest;

    ck_assert_msg(fabs(error) <= 1.001, "pow(%a, %a) is %a, off by %.3f ulp", row->x, row->y, value,
                  error);
}

START_TEST(errors_are_within_bounds)
{
    const char *path = gr_test_source("tests/data/elementary.csv");
    FILE *file = fopen(path, "r");
    char header[64];
    exact row;
    int seen[FUNCTIONS + 1] = { 0 };

    ck_assert_msg(file != NULL, "cannot open %s", path);
    ck_assert(fgets(header, sizeof header, file) != NULL);
    ck_assert_str_eq(header, "function,x,y,nearest,ulp,rest\n");
    while (read_exact(file, &row)) {
        size_t f = 0;
        while (f < FUNCTIONS && strcmp(functions[f].name, row.name) != 0)
            f++;
        seen[f]++;
        if (f < FUNCTIONS)
            check_row(&functions[f], &row);
        else if (strcmp(row.name, "pow") == 0)
            check_pow_row(&row);
        else
            ck_abort_msg("the table has an unknown function: %s", row.name);
    }
    fclose(file);
    for (size_t f = 0; f <= FUNCTIONS; f++)
        ck_assert_msg(seen[f] >= 150, "%d rows for function %zu", seen[f], f);
}
END_TEST

/* Each row: a function of one argument, x, the value. Zeros count with their sign. */
static const struct {
    double (*f)(double x);
    double x, value;
} ends[] = {
    { gr_exp, 0.0, 1.0 },
    { gr_exp, -0.0, 1.0 },
    { gr_exp, -INFINITY, 0.0 },
    { gr_exp, INFINITY, INFINITY },
    { gr_exp, 709.79, INFINITY },
    { gr_exp, -746.0, 0.0 },
    { gr_exp, -DBL_MAX, 0.0 },
    { gr_exp, DBL_MAX, INFINITY },
    { gr_exp, NAN, NAN },
    { gr_expm1, 0.0, 0.0 },
    { gr_expm1, -0.0, -0.0 },
    { gr_expm1, -INFINITY, -1.0 },
    { gr_expm1, INFINITY, INFINITY },
    { gr_expm1, 709.79, INFINITY },
    { gr_expm1, NAN, NAN },
    { gr_log, 1.0, 0.0 },
    { gr_log, 0.0, -INFINITY },
    { gr_log, -0.0, -INFINITY },
    { gr_log, -0x1p-1074, NAN },
    { gr_log, -1.0, NAN },
    { gr_log, -INFINITY, NAN },
    { gr_log, INFINITY, INFINITY },
    { gr_log, NAN, NAN },
    { gr_log1p, 0.0, 0.0 },
    { gr_log1p, -0.0, -0.0 },
    { gr_log1p, -1.0, -INFINITY },
    { gr_log1p, -1.0000000000000002, NAN },
    { gr_log1p, -INFINITY, NAN },
    { gr_log1p, INFINITY, INFINITY },
    { gr_log1p, NAN, NAN },
    { gr_sin, 0.0, 0.0 },
    { gr_sin, -0.0, -0.0 },
    { gr_sin, INFINITY, NAN },
    { gr_sin, -INFINITY, NAN },
    { gr_sin, NAN, NAN },
    { gr_cos, 0.0, 1.0 },
    { gr_cos, -0.0, 1.0 },
    { gr_cos, INFINITY, NAN },
    { gr_cos, -INFINITY, NAN },
    { gr_cos, NAN, NAN },
    { gr_tanh, 0.0, 0.0 },
    { gr_tanh, -0.0, -0.0 },
    { gr_tanh, INFINITY, 1.0 },
    { gr_tanh, -INFINITY, -1.0 },
    { gr_tanh, NAN, NAN },
    { gr_erfc, 0.0, 1.0 },
    { gr_erfc, -0.0, 1.0 },
    { gr_erfc, INFINITY, 0.0 },
    { gr_erfc, -INFINITY, 2.0 },
    { gr_erfc, 28.0, 0.0 },
    { gr_erfc, NAN, NAN },
};

START_TEST(special_values_are_as_in_annex_f)
{
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        double value = ends[i].f(ends[i].x);
        ck_assert_msg(same(value, ends[i].value), "row %zu: f(%a) is %a, not %a", i, ends[i].x,
                      value, ends[i].value);
    }
}
END_TEST

static const double pow_ends[][3] = {
    { 0.0, 0.0, 1.0 },
    { NAN, 0.0, 1.0 },
    { INFINITY, -0.0, 1.0 },
    { 1.0, NAN, 1.0 },
    { 1.0, INFINITY, 1.0 },
    { -1.0, INFINITY, 1.0 },
    { -1.0, -INFINITY, 1.0 },
    { 0.0, 3.0, 0.0 },
    { -0.0, 3.0, -0.0 },
    { -0.0, 2.0, 0.0 },
    { -0.0, 0.5, 0.0 },
    { 0.0, -1.0, INFINITY },
    { -0.0, -1.0, -INFINITY },
    { -0.0, -2.0, INFINITY },
    { 0.0, INFINITY, 0.0 },
    { 0.0, -INFINITY, INFINITY },
    { 2.0, INFINITY, INFINITY },
    { 2.0, -INFINITY, 0.0 },
    { 0.5, INFINITY, 0.0 },
    { 0.5, -INFINITY, INFINITY },
    { INFINITY, 0.5, INFINITY },
    { INFINITY, -0.5, 0.0 },
    { -INFINITY, 3.0, -INFINITY },
    { -INFINITY, 2.0, INFINITY },
    { -INFINITY, -3.0, -0.0 },
    { -8.0, 1.0 / 3.0, NAN },
    { -2.0, 3.0, -8.0 },
    { -2.0, 1025.0, -INFINITY },
    { 2.0, 1024.0, INFINITY },
    { 2.0, -1075.0, 0.0 },
    { -2.0, -1077.0, -0.0 },
    { NAN, 1.0, NAN },
    { 2.0, NAN, NAN },
};

START_TEST(special_powers_are_as_in_annex_f)
{
    for (size_t i = 0; i < sizeof pow_ends / sizeof pow_ends[0]; i++) {
        const double *row = pow_ends[i];
        double value = gr_pow(row[0], row[1]);
        ck_assert_msg(same(value, row[2]), "pow(%a, %a) is %a, not %a", row[0], row[1], value,
                      row[2]);
    }
}
END_TEST

static Suite *elementary_suite(void)
{
    Suite *suite = suite_create("elementary");
    TCase *width = gr_test_case(suite, "width");
    TCase *bits = gr_test_case(suite, "bits");
    TCase *values = gr_test_case(suite, "values");

    tcase_add_test(width, width_is_the_widest_until_chosen);
    tcase_add_test(width, width_is_chosen_by_text);
    tcase_add_test(width, width_refuses_other_text);
    tcase_add_loop_test(bits, arrays_equal_scalars_at_every_width, 0, FUNCTIONS);
    tcase_add_test(bits, pow_array_equals_scalar_at_every_width);
    tcase_add_loop_test(bits, arrays_of_every_length_stay_inside, 0, FUNCTIONS);
    tcase_add_test(bits, pow_arrays_of_every_length_stay_inside);
    tcase_add_test(values, errors_are_within_bounds);
    tcase_add_test(values, special_values_are_as_in_annex_f);
    tcase_add_test(values, special_powers_are_as_in_annex_f);
    return suite;
}

int main(void)
{
    return gr_test_main(elementary_suite());
}
