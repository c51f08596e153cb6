#include "starve.h"

#include <stdio.h>
#include <string.h>

static unsigned long sweep(bool lasting, unsigned long stride, gr_test_scenario *play,
                           void *context)
{
    for (unsigned long nth = 1, count = 0;; nth += stride, count++) {
        gr_starving s = { .nth = nth, .lasting = lasting };
        gr_alloc_fail_at(nth, lasting);
        play(&s, context);
        gr_test_feed(&s);
        if (!s.told && s.asked < nth)
            return count;
    }
}

void gr_test_starve(const char *name, gr_test_scenario *play, void *context)
{
    gr_test_starve_sparsely(name, 1, play, context);
}

void gr_test_starve_sparsely(const char *name, unsigned long stride, gr_test_scenario *play,
                             void *context)
{
    unsigned long once = sweep(false, stride, play, context);
    unsigned long lasting = sweep(true, stride, play, context);

    printf("# %s: %lu allocations failed once, %lu for good\n", name, once, lasting);
    ck_assert_uint_gt(once, 0);
}

void gr_test_feed(gr_starving *starving)
{
    if (!starving->over)
        starving->asked = gr_alloc_fail_at(0, false);
    starving->over = true;
}

bool gr_test_fed(gr_starving *starving, bool done, gr_error *err)
{
    if (done)
        return true;
    ck_assert_msg(!starving->told, "with memory again: %s", err->message);
    gr_test_feed(starving);
    ck_assert_msg(starving->asked >= starving->nth, "without a reason: %s", err->message);
    ck_assert_msg(err->kind == GR_ERROR_MEMORY, "allocation %lu, kind %d: %s", starving->nth,
                  (int)err->kind, err->message);
    ck_assert_int_eq(gr_error_status(err), 4);
    ck_assert_msg(strstr(err->message, "out of memory") != NULL, "%s", err->message);
    starving->told = true;
    *err = (gr_error){ 0 };
    return false;
}
