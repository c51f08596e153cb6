/* Where things stand, at every size: inside the screen, apart, and as the grid of the screens says.
 */
#include "gradus/layout.h"

#include <stdio.h>
#include <string.h>

#include "support.h"

enum { WIDEST = 300, TALLEST = 100 };

typedef struct named {
    const char *name;
    gr_rect rect;
} named;

static bool is_empty(gr_rect r)
{
    return r.width <= 0 || r.height <= 0;
}

static bool inside(gr_rect r, int w, int h)
{
    return r.x >= 0 && r.y >= 0 && r.width >= 0 && r.height >= 0 && r.x + r.width <= w &&
           r.y + r.height <= h;
}

static bool meet(gr_rect a, gr_rect b)
{
    return !is_empty(gr_rect_clip(a, b));
}

static bool same(gr_rect a, gr_rect b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_inside(const named *parts, size_t count, int w, int h)
{
    for (size_t i = 0; i < count; i++)
        if (!inside(parts[i].rect, w, h))
            ck_abort_msg("%dx%d: %s at %d %d, %dx%d", w, h, parts[i].name, parts[i].rect.x,
                         parts[i].rect.y, parts[i].rect.width, parts[i].rect.height);
}

static void check_apart(const named *parts, size_t count, int w, int h)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (meet(parts[i].rect, parts[k].rect))
                ck_abort_msg("%dx%d: %s and %s meet", w, h, parts[i].name, parts[k].name);
}

/* --- the four layouts --- */

static int prose_width(int w)
{
    int share = (w - 5) * 45 / 100;

    return share > 66 ? 66 : share;
}

static void check_wide(const gr_layout *l, int w, int h)
{
    int prose = prose_width(w), body = h - 6;

    if (l->title.y != 0 || l->message.y != h - 4 || l->knobs.y != h - 3 || l->status.y != h - 2 ||
        l->hints.y != h - 1)
        ck_abort_msg("%dx%d: rows of a wide screen", w, h);
    if (!same(l->text, (gr_rect){ 1, 2, prose, body }) ||
        !same(l->live, (gr_rect){ prose + 4, 2, w - prose - 5, body }) || l->rule != prose + 2)
        ck_abort_msg("%dx%d: columns of a wide screen", w, h);
    named parts[] = { { "title", l->title }, { "text", l->text },
                      { "live", l->live },   { "message", l->message },
                      { "knobs", l->knobs }, { "status", l->status },
                      { "hints", l->hints }, { "rule", { l->rule, 2, 1, body } } };
    check_inside(parts, GR_LEN(parts), w, h);
    check_apart(parts, GR_LEN(parts), w, h);
}

static void check_stacked(const gr_layout *l, int w, int h)
{
    named parts[] = { { "title", l->title }, { "live", l->live },   { "text", l->text },
                      { "knobs", l->knobs }, { "hints", l->hints }, { "message", l->message } };
    bool roomy = h >= 20;

    if (l->title.y != 0 || l->live.y != (roomy ? 2 : 1) || l->knobs.y != h - 2 ||
        l->hints.y != h - 1 || l->message.y != (roomy ? h - 3 : l->live.y + l->live.height - 1))
        ck_abort_msg("%dx%d: rows of a stacked screen", w, h);
    if (l->live.height < 3 || l->text.height < 3 || l->live.width != w - 2 ||
        l->text.y != l->live.y + l->live.height + 1 || l->rule >= 0 || !is_empty(l->status))
        ck_abort_msg("%dx%d: panes of a stacked screen", w, h);
    check_inside(parts, GR_LEN(parts), w, h);
    check_apart(parts, roomy ? GR_LEN(parts) : GR_LEN(parts) - 1, w, h);
}

static void check_pane(const gr_layout *l, int w, int h)
{
    gr_rect last = { 0, h - 1, w, 1 };
    named parts[] = { { "title", l->title }, { "text", l->text }, { "status", l->status } };

    if (!same(l->text, l->live) || !same(l->text, (gr_rect){ 0, 1, w, h - 2 }) ||
        !same(l->message, last) || !same(l->status, last) || l->rule >= 0 || !is_empty(l->hints) ||
        !is_empty(l->knobs))
        ck_abort_msg("%dx%d: one pane", w, h);
    check_inside(parts, GR_LEN(parts), w, h);
    check_apart(parts, GR_LEN(parts), w, h);
}

static void check_line(const gr_layout *l, int w, int h)
{
    if (!same(l->title, (gr_rect){ 0, 0, w, 1 }) || !same(l->text, (gr_rect){ 0, 1, w, h - 1 }) ||
        !same(l->message, (gr_rect){ 0, h - 1, w, 1 }) || l->rule >= 0 || !is_empty(l->live) ||
        !is_empty(l->hints) || !is_empty(l->knobs) || !is_empty(l->status))
        ck_abort_msg("%dx%d: one line", w, h);
}

START_TEST(every_size)
{
    static void (*const checks[])(const gr_layout *, int, int) = {
        [GR_LAYOUT_LINE] = check_line,
        [GR_LAYOUT_PANE] = check_pane,
        [GR_LAYOUT_STACKED] = check_stacked,
        [GR_LAYOUT_WIDE] = check_wide,
    };

    for (int w = 1; w <= WIDEST; w++) {
        for (int h = 1; h <= TALLEST; h++) {
            gr_layout l = gr_layout_make(w, h);
            gr_layout_kind kind = w >= 80 && h >= 24   ? GR_LAYOUT_WIDE
                                  : w >= 40 && h >= 12 ? GR_LAYOUT_STACKED
                                  : w >= 20 && h >= 5  ? GR_LAYOUT_PANE
                                                       : GR_LAYOUT_LINE;
            if (l.kind != kind)
                ck_abort_msg("%dx%d: layout %d", w, h, (int)l.kind);
            checks[kind](&l, w, h);
        }
    }
}
END_TEST

START_TEST(widths_of_the_panes)
{
    static const int rows[][3] = {
        { 80, 33, 42 }, { 120, 51, 64 }, { 160, 66, 89 }, { 300, 66, 229 }
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_layout l = gr_layout_make(rows[i][0], 24);
        ck_assert_int_eq(l.text.width, rows[i][1]);
        ck_assert_int_eq(l.live.width, rows[i][2]);
    }
}
END_TEST

/* A page that fits 33x18 is read whole at 80x24. */
START_TEST(room_for_a_page)
{
    gr_layout l = gr_layout_make(80, 24);

    ck_assert(same(l.text, (gr_rect){ 1, 2, 33, 18 }));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("layout");
    TCase *tcase = gr_test_case(made, "layout");

    tcase_add_test(tcase, every_size);
    tcase_add_test(tcase, widths_of_the_panes);
    tcase_add_test(tcase, room_for_a_page);
    return made;
}

int main(void)
{
    return gr_test_main(suite());
}
