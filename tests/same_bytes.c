/* same_bytes - hashes of everything that results are made of. tests/same_bytes.sh builds it in many
 * ways and wants one answer. */
#include "gradus/elementary.h"
#include "gradus/expression.h"
#include "gradus/number.h"
#include "gradus/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 100000 };

static double input[COUNT], other[COUNT], output[COUNT];

/* NaN is one value: its sign differs by machine. */
static uint64_t hash_values(const double *values)
{
    uint64_t hash = GR_FNV_START;

    for (size_t i = 0; i < COUNT; i++) {
        double value = isnan(values[i]) ? gr_missing() : values[i];
        hash = gr_fnv1a(hash, &value, sizeof value);
    }
    return hash;
}

static void report(const char *what, uint64_t hash)
{
    printf("%s %016llx\n", what, (unsigned long long)hash);
}

/* Random bit patterns: subnormal, huge, infinite and NaN among them; and ordinary sizes. */
static void fill(void)
{
    gr_rng rng = gr_rng_seeded(20260101);

    for (size_t i = 0; i < COUNT; i++) {
        uint64_t bits = gr_rng_next(&rng);
        double wild, tame = 40 * gr_rng_uniform(&rng) - 20;
        memcpy(&wild, &bits, sizeof wild);
        input[i] = i % 2 == 0 ? wild : tame;
        other[i] = 8 * gr_rng_uniform(&rng) - 4;
    }
}

#define HASH(name, accuracy)                                                                       \
    gr_##name##_array(COUNT, input, output);                                                       \
    report(#name, hash_values(output));

static void elementary(void)
{
    GR_ELEMENTARY(HASH)
    gr_pow_array(COUNT, input, other, output);
    report("pow", hash_values(output));
    for (size_t i = 0; i < COUNT; i++)
        output[i] = gr_tanh(input[i]) + gr_exp(-fabs(other[i]));
    report("scalars", hash_values(output));
}

static void random_numbers(void)
{
    gr_rng base = gr_rng_seeded(7);
    gr_rng noise = gr_rng_stream(&base, "noise"), order = gr_rng_stream(&base, "order");

    for (size_t i = 0; i < COUNT; i++)
        output[i] = gr_rng_normal(&noise);
    report("normal", hash_values(output));
    for (size_t i = 0; i < COUNT; i++)
        output[i] = (double)gr_rng_below(&order, i + 1) + gr_rng_uniform(&order);
    report("below", hash_values(output));
}

static void formulas(void)
{
    static const char *const names[] = { "x", "y" };
    gr_expression *e =
        gr_expression_parse("(1 - x)^2 + 100 * (y - x^2)^2 + sin(x) * exp(-y^2 / 3) / (1 + x^4)",
                            NULL);

    if (e == NULL || !gr_expression_bind_variables(e, names, 2, NULL))
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < COUNT; i++) {
        const double point[] = { other[i], input[i] };
        output[i] = gr_expression_value(e, point);
    }
    gr_expression_free(e);
    report("formula", hash_values(output));
}

static void texts(void)
{
    char text[GR_NUMBER_SIZE];
    uint64_t hash = GR_FNV_START;

    for (size_t i = 0; i < COUNT; i++) {
        hash = gr_fnv1a(hash, text, gr_number_exact(input[i], text));
        hash = gr_fnv1a(hash, text, gr_number_shown(other[i], GR_DECIMALS_AUTO, text));
    }
    report("texts", hash);
}

int main(void)
{
    if (!gr_simd_choose(getenv("GRADUS_SIMD"), &(bool){ false }))
        return EXIT_FAILURE;
    fill();
    elementary();
    random_numbers();
    formulas();
    texts();
    return EXIT_SUCCESS;
}
