/* kernel_tile.h - the tiles of a product for one vector width. Private to src/model/kernel.c, which
 * includes it once for each width with
 *
 *   TILE(name)   the name of a function of this width
 *   LANES        doubles in a vector: 8, 4, 2 or 1
 *   TARGET       the attribute that lets the compiler use that width
 *
 * A tile is at most TALL rows by WIDE vectors of C, held in registers while k runs. */

typedef double TILE(vector)
    __attribute__((vector_size(LANES * sizeof(double)), aligned(8), may_alias));

TARGET static inline TILE(vector) TILE(load)(const double *from)
{
    return *(const TILE(vector) *)(const void *)from;
}

TARGET static inline void TILE(store)(double *to, TILE(vector) value)
{
    *(TILE(vector) *)(void *)to = value;
}

/* Add a slab to rows m .. m + tall - 1, columns n .. n + wide * LANES - 1. `tall` and `wide` are
 * constants where this is inlined. */
TARGET static inline __attribute__((always_inline)) void
TILE(tile)(const gr_product *p, const slab *s, size_t m, size_t n, size_t tall, size_t wide)
{
    TILE(vector) sum[TALL * WIDE];
    const double *a = p->a + m * p->a_row + s->from * p->a_depth, *b = s->b;
    const double *start = s->from == 0 ? p->start : NULL;

    UNROLL
    for (size_t i = 0; i < tall; i++)
        UNROLL
        for (size_t j = 0; j < wide; j++)
            sum[i * wide + j] = TILE(load)(start != NULL ? start + n + j * LANES
                                                         : p->c + (m + i) * p->c_row + n +
                                                               j * LANES);
    for (size_t k = 0; k < s->depth; k++, a += p->a_depth, b += s->b_row)
        UNROLL
        for (size_t i = 0; i < tall; i++)
            UNROLL
            for (size_t j = 0; j < wide; j++)
                sum[i * wide + j] += a[i * p->a_row] * TILE(load)(b + j * LANES);
    UNROLL
    for (size_t i = 0; i < tall; i++)
        UNROLL
        for (size_t j = 0; j < wide; j++)
            TILE(store)(p->c + (m + i) * p->c_row + n + j * LANES, sum[i * wide + j]);
}

/* Add a slab to all rows of its columns: as high tiles as there are rows for. */
TARGET static inline __attribute__((always_inline)) void
TILE(rows)(const gr_product *p, const slab *s, size_t n, size_t wide, size_t tall)
{
    size_t m = 0;

    for (; m + tall <= p->rows; m += tall)
        TILE(tile)(p, s, m, n, tall, wide);
    for (; m + 2 <= p->rows; m += 2)
        TILE(tile)(p, s, m, n, 2, wide);
    for (; m < p->rows; m++)
        TILE(tile)(p, s, m, n, 1, wide);
}

/* Copy a slab's columns n .. n + wide * LANES - 1 to where vectors lie one after the other. */
TARGET static inline __attribute__((always_inline)) void
TILE(pack)(const gr_product *p, const slab *s, size_t n, size_t wide, double *to)
{
    const double *b = p->b + s->from * p->b_row + n;

    for (size_t k = 0; k < s->depth; k++, b += p->b_row, to += wide * LANES)
        UNROLL
        for (size_t j = 0; j < wide; j++)
            TILE(store)(to + j * LANES, TILE(load)(b + j * LANES));
}

/* All of the columns n .. n + wide * LANES - 1. */
TARGET static inline __attribute__((always_inline)) void
TILE(strip)(const gr_product *p, size_t n, size_t wide, size_t tall)
{
    _Alignas(64) double packed[DEPTH * 2 * LANES];
    slab s = whole(p, n);

    if (p->rows < PACKED_ROWS) {
        TILE(rows)(p, &s, n, wide, tall);
        return;
    }
    s.b = packed;
    s.b_row = wide * LANES;
    do {
        s.depth = p->depth - s.from < DEPTH ? p->depth - s.from : DEPTH;
        TILE(pack)(p, &s, n, wide, packed);
        TILE(rows)(p, &s, n, wide, tall);
        s.from += s.depth;
    } while (s.from < p->depth);
}

/* Columns from n on, as far as whole vectors go; returns where that is. */
TARGET static size_t TILE(columns)(const gr_product *p, size_t n)
{
    if (p->rows < TALL) /* few rows: as many sums at a time come from more columns */
        for (; n + WIDE * LANES <= p->columns; n += WIDE * LANES) {
            const slab s = whole(p, n);
            for (size_t m = 0; m < p->rows; m++)
                TILE(tile)(p, &s, m, n, 1, WIDE);
        }
    for (; n + 2 * LANES <= p->columns; n += 2 * LANES)
        TILE(strip)(p, n, 2, TALL / 2);
    for (; n + LANES <= p->columns; n += LANES)
        TILE(strip)(p, n, 1, TALL);
    return n;
}

#undef TILE
#undef LANES
#undef TARGET
